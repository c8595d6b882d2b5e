import { expect, test } from "bun:test";
import type { Origin } from "../../../src/core/chat.ts";
import { readContent, readPart, writeContent } from "../../../src/dialects/openai-chat/parts.ts";

const origin: Origin = { dialect: "openai-chat", path: ["messages", 0, "content"] };
const again = (content: unknown) => writeContent(readContent(content, origin), "openai-chat");

test("every kind of part is written as it was read, with what it says besides", () => {
  const parts = [
    { type: "text", text: "a", cache_control: { type: "ephemeral" } },
    { type: "image_url", image_url: { url: "data:image/png;base64,QUJD", detail: "low" } },
    { type: "input_audio", input_audio: { data: "QUJD", format: "wav" } },
    { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,QUJD" } },
    { type: "file", file: { file_id: "file-1" } },
    { type: "file", file: { file_data: "https://x.example/a.pdf" } },
    { type: "document_url", document_url: "https://x.example/a.pdf", document_name: "a" },
    { type: "video_url", video_url: { url: "https://x.example/a.mp4" } },
    { type: "refusal", refusal: "No." },
    { type: "thinking", thinking: [{ type: "text", text: "hm" }], closed: true },
    { type: "a_later_one", x: 1 },
    "bare",
  ];

  expect(again(parts)).toEqual(parts);
});

test("one plain text stays one text, an empty one too", () => {
  expect([again("Hi"), again(""), again([]), again(null)]).toEqual(["Hi", "", undefined, undefined]);
});

test("a part knows where it stood", () => {
  expect(readPart({ type: "text", text: "a" }, origin).origin).toBe(origin);
  expect(readContent([{ type: "text", text: "a" }], origin)[0]?.origin?.path).toEqual(["messages", 0, "content", 0]);
});

test("what another format knows alone does not get in", () => {
  const foreign: Origin = { dialect: "anthropic", path: [] };

  expect(
    writeContent(
      [
        { type: "text", text: "a", extras: { cache_control: {} }, origin: foreign },
        { type: "unknown", json: { type: "container_upload" }, extras: {}, origin: foreign },
      ],
      "openai-chat",
    ),
  ).toEqual([{ type: "text", text: "a" }]);
});
