import { expect, test } from "bun:test";
import type { Dialect } from "../../src/core/dialect.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { gemini } from "../../src/dialects/gemini/index.ts";
import { openaiResponses } from "../../src/dialects/openai-responses/index.ts";
import { type JsonObject, listIn, objectIn } from "../../src/lib/json.ts";
import { anthropic as anthropicVendor } from "../../src/providers/anthropic.ts";
import { google } from "../../src/providers/google.ts";
import { openai } from "../../src/providers/openai.ts";
import { translateAnswer } from "../../src/translation/answer/index.ts";
import { destinationOf } from "../support/destinations.ts";
import { sentTo } from "../support/translated.ts";
import { wayOf } from "../translation/answer/ways.ts";

/** A client's next request: what it was answered, and what it says to that. */
const next: Readonly<Record<string, (answer: JsonObject) => JsonObject>> = {
  anthropic: ({ content }) => ({
    messages: [{ role: "user", content: "go" }, { role: "assistant", content }, ...resultsOf(content)],
  }),
  "openai-responses": ({ output }) => ({
    input: [
      { type: "message", role: "user", content: "go" },
      ...listIn(output),
      ...listIn(output)
        .map(objectIn)
        .flatMap((item) =>
          item["type"] === "function_call"
            ? [{ type: "function_call_output", call_id: item["call_id"], output: "x" }]
            : [],
        ),
    ],
  }),
};

const resultsOf = (content: unknown): readonly JsonObject[] => {
  const calls = listIn(content)
    .map(objectIn)
    .filter(({ type }) => type === "tool_use");
  return [{ role: "user", content: calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "x" })) }];
};

const vendors = [
  {
    vendor: gemini,
    destination: destinationOf(google, "gemini", { model: "gemini-3-pro" }),
    answer: {
      candidates: [
        {
          content: {
            role: "model",
            parts: [
              { text: "I have to look.", thought: true },
              { functionCall: { name: "f", args: {} }, thoughtSignature: "GSIG" },
              { functionCall: { name: "g", args: {} } },
            ],
          },
          finishReason: "STOP",
        },
      ],
    },
    back: { thoughtSignature: "GSIG", functionCall: { name: "f" } },
  },
  {
    vendor: anthropic,
    destination: destinationOf(anthropicVendor, "anthropic"),
    answer: {
      type: "message",
      role: "assistant",
      content: [
        { type: "thinking", thinking: "I have to look.", signature: "ASIG" },
        { type: "tool_use", id: "toolu_1", name: "f", input: {} },
      ],
      stop_reason: "tool_use",
    },
    back: { type: "thinking", thinking: "I have to look.", signature: "ASIG" },
  },
  {
    vendor: openaiResponses,
    destination: destinationOf(openai, "openai-responses"),
    answer: {
      status: "completed",
      output: [
        { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "OENC" },
        { type: "function_call", id: "fc_1", call_id: "call_1", name: "f", arguments: "{}" },
      ],
    },
    back: { type: "reasoning", encrypted_content: "OENC" },
  },
] as const;

const clients: readonly Dialect[] = [anthropic, openaiResponses];

for (const client of clients)
  for (const { vendor, destination, answer, back } of vendors.filter(({ vendor }) => vendor !== client))
    test(`a thought of ${destination.upstream} goes through ${client.name} and comes back to it as it was, and to nobody else`, () => {
      const way = wayOf(vendor, client, { provider: destination.provider.name });
      const turn = next[client.name]?.(translateAnswer(way).whole(answer)) ?? {};
      const again = (place: typeof destination): unknown => sentTo(client.name as "anthropic", turn, place).body;

      expect(JSON.stringify(turn)).not.toContain(
        String(Object.values(back).find((one) => /SIG|ENC/.test(String(one)))),
      );
      const pieces = JSON.stringify(again(destination));
      for (const [name, value] of Object.entries(back))
        expect(pieces).toContain(
          typeof value === "string" ? `${JSON.stringify(name)}:${JSON.stringify(value)}` : '"name":"f"',
        );
      for (const other of vendors.filter((one) => one.vendor !== vendor))
        expect(JSON.stringify(again(other.destination))).not.toMatch(/GSIG|ASIG|OENC|cHJveHktY2xpOi8v/);
    });
