import { expect, test } from "bun:test";
import type { Block } from "../../../src/core/chat.ts";
import { readPart } from "../../../src/dialects/gemini/parts.ts";
import { writePart, writeParts } from "../../../src/dialects/gemini/write-parts.ts";

const again = (json: unknown): unknown => writePart({ ...readPart(json, []), origin: null });

test("every kind of part is written as it was read, without a look at where it came from", () => {
  const parts = [
    { text: "a", thoughtSignature: "sig" },
    { text: "a", thought: true, thoughtSignature: "sig" },
    { inlineData: { mimeType: "image/png", data: "AA" } },
    { fileData: { mimeType: "video/mp4", fileUri: "u" }, videoMetadata: { fps: 1 } },
    { functionCall: { id: "1", name: "n", args: { a: 1 } }, thoughtSignature: "sig" },
    { functionResponse: { name: "n", response: { output: "fine" } } },
    { functionResponse: { name: "n", response: { error: "no" } } },
    {
      functionResponse: {
        name: "n",
        response: { a: 1 },
        parts: [{ inlineData: { mimeType: "image/png", data: "AA" } }],
      },
    },
    { executableCode: { language: "PYTHON", code: "1", id: "x" } },
    { codeExecutionResult: { outcome: "OUTCOME_FAILED", output: "no" } },
    { codeExecutionResult: { outcome: "OUTCOME_OK", output: "1" } },
    { toolCall: { toolType: "GOOGLE_SEARCH", args: {}, id: "1" } },
    { toolResponse: { toolType: "GOOGLE_SEARCH", response: { a: 1 }, id: "1" } },
    { laterInvention: {} },
  ];

  for (const part of parts) expect(again(part)).toEqual(part);
});

test("results are paired by name: that of another format's is found by its call", () => {
  const block: Block = {
    ...{ type: "tool-result", callId: "call_1", name: null, isError: false, isServerSide: false },
    ...{ blocks: [{ type: "text", text: "fine", extras: {}, origin: null }], extras: {}, origin: null },
  };

  expect(writePart(block, new Map([["call_1", "look"]]))).toEqual({
    functionResponse: { id: "call_1", name: "look", response: { output: "fine" } },
  });
});

test("what another format alone knows is left out, another model's thoughts above all", () => {
  const foreign = { extras: { own: 1 }, origin: { dialect: "anthropic" as const, path: [] } };
  const blocks: Block[] = [
    { type: "thinking", text: "hm", signature: "sig", isSealed: false, ...foreign },
    { type: "text", text: "a", ...foreign },
    {
      type: "tool-call",
      id: "s",
      name: "web_search",
      input: { json: {} },
      signature: null,
      isServerSide: true,
      ...foreign,
    },
    { type: "unknown", json: {}, ...foreign },
  ];

  expect(writeParts(blocks)).toEqual([{ text: "a" }]);
});
