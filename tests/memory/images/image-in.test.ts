import { expect, test } from "bun:test";
import { imageIn } from "../../../src/memory/images/image-in.ts";

const image = { mediaType: "image/png", data: "AAAA" };

test.each([
  ["Anthropic", { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } }],
  ["OpenAI chat", { type: "image_url", image_url: { url: "data:image/png;base64,AAAA", detail: "high" } }],
  ["OpenAI responses", { type: "input_image", image_url: "data:image/png;base64,AAAA" }],
  ["Gemini", { inlineData: { mimeType: "image/png", data: "AAAA" } }],
  ["Gemini's REST", { inline_data: { mime_type: "image/png", data: "AAAA" } }],
])("%s: the bytes of an image are found", (_, part) => {
  expect(imageIn(part)).toEqual(image);
});

test.each([
  { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
  { type: "image_url", image_url: { url: "https://example.com/a.png" } },
  { type: "input_image", file_id: "file-1" },
  { fileData: { fileUri: "gs://a" } },
  null,
])("an image that is elsewhere has no bytes here, and is not fetched: %j", (part) => {
  expect(imageIn(part)).toBeNull();
});
