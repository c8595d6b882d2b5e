import { expect, test } from "bun:test";
import type { Origin } from "../../../src/core/chat.ts";
import { readContent, readPart, writeOutput, writePart } from "../../../src/dialects/openai-responses/parts.ts";
import { merged } from "../../../src/lib/fields.ts";
import type { JsonObject } from "../../../src/lib/json.ts";

const origin: Origin = { dialect: "openai-responses", path: [] };

test("every kind of part is written as it was read", () => {
  const parts: JsonObject[] = [
    { type: "input_text", text: "a" },
    { type: "input_image", image_url: "data:image/png;base64,QUJD", detail: "auto" },
    { type: "input_image", file_id: "file-1" },
    { type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,QUJD" },
    { type: "input_file", file_url: "https://x.example/a.pdf" },
    { type: "input_audio", input_audio: { data: "QUJD", format: "mp3" } },
    { type: "refusal", refusal: "No." },
    { type: "a_later_one", x: 1 },
  ];

  for (const part of parts) {
    const block = readPart(part, origin);
    expect(merged(block.extras, writePart(block, "user") ?? {})).toEqual(part);
  }
});

test("an assistant's text is output", () => {
  expect(writePart(readPart({ type: "output_text", text: "a" }, origin), "assistant")).toEqual({
    type: "output_text",
    text: "a",
  });
});

test("a tool's output is one text where it is one, else its parts", () => {
  const parts = [
    { type: "input_text", text: "a" },
    { type: "input_image", image_url: "https://x.example/a.png", detail: "low" },
  ];

  expect(writeOutput(readContent("a", origin))).toBe("a");
  expect(writeOutput([])).toBe("");
  expect(writeOutput(readContent(parts, origin))).toEqual(parts);
});

test("what is no part of a message is left out", () => {
  const thought = { type: "thinking", text: "hm", signature: null, isSealed: false, extras: {}, origin: null } as const;

  expect(writePart(thought, "assistant")).toBeNull();
});
