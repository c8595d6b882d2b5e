import { expect, test } from "bun:test";
import { dialects } from "../../../src/dialects/index.ts";
import { placedPieces, textOf } from "../../../src/memory/transcript/transcript.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";
import { withBody } from "../../../src/server/accept.ts";
import { createBodyReader, readToEnd } from "../../../src/state/sessions/read.ts";
import { transcriptOf } from "../../../src/state/sessions/transcript.ts";
import { exchangeOf } from "../../support/exchange.ts";

const given = "a long text that a tool gave";

const bodies = {
  anthropic: {
    messages: [
      { role: "assistant", content: [{ type: "tool_use", id: "c1", name: "Read", input: { file_path: "src/a.ts" } }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", content: [{ type: "text", text: given }] }] },
    ],
  },
  "openai-chat": {
    messages: [
      {
        role: "assistant",
        tool_calls: [{ id: "c1", type: "function", function: { name: "Read", arguments: '{"file_path":"src/a.ts"}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: given },
    ],
  },
  "openai-responses": {
    input: [
      { type: "function_call", call_id: "c1", name: "Read", arguments: '{"file_path":"src/a.ts"}' },
      { type: "function_call_output", call_id: "c1", output: given },
    ],
  },
  gemini: {
    contents: [
      { role: "model", parts: [{ functionCall: { id: "c1", name: "Read", args: { file_path: "src/a.ts" } } }] },
      { role: "user", parts: [{ functionResponse: { id: "c1", name: "Read", response: { output: given } } }] },
    ],
  },
} as const;

test.each(Object.entries(bodies))("%s: what a tool gave is found with its place and its call", (name, body) => {
  const dialect = dialects.find((one) => one.name === name);
  if (dialect === undefined) throw new Error(name);
  const exchange = { ...exchangeOf("/v1/models/m:generateContent"), dialect };
  withBody(exchange, { kind: "held", bytes: new TextEncoder().encode(JSON.stringify(body)) });
  const reading = readToEnd(createBodyReader(measure)(exchange));
  if (reading === null) throw new Error("unreadable");
  const transcript = transcriptOf(dialect.name, reading);
  const [piece] = placedPieces(transcript);
  if (piece === undefined) throw new Error("no piece");
  expect(textOf(transcript, piece)).toBe(given);
  expect(piece).toMatchObject({ kind: "result", entry: 1, call: { name: "Read", file: "src/a.ts", does: "read" } });
  expect(transcript.entries.map(({ author }) => author)).toEqual(["model", "client"]);
});
