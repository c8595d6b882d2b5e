import { expect, test } from "bun:test";
import type { MediaBlock } from "../../../src/core/chat.ts";
import { dialectNamed } from "../../../src/dialects/index.ts";
import { mediaSizeOf, mediaTokens } from "../../../src/meter/tokens/media.ts";
import { part } from "../../support/chat.ts";

const medium = (kind: MediaBlock["kind"], source: MediaBlock["source"], detail: string | null = null): MediaBlock => ({
  ...part,
  type: "media",
  kind,
  source,
  name: null,
  detail,
});
const tokensOf = (block: MediaBlock, model: string): number => {
  const size = mediaSizeOf(block);
  return size === null ? 0 : mediaTokens(size, model);
};
const base64 = (mediaType: string, bytes: Uint8Array | string) =>
  ({ type: "base64", mediaType, data: Buffer.from(bytes).toString("base64") }) as const;

test("Z5: an image is counted by the size in its own bytes, whatever it is said to be", () => {
  const gif = new Uint8Array([...Buffer.from("GIF89a"), 0x20, 0x03, 0x58, 0x02, 0, 0]);

  expect(tokensOf(medium("image", base64("image/png", gif)), "claude-sonnet-4-5")).toBe(640);
});

test("Z5: an image whose size nobody sees counts as one of 1024 by 1024", () => {
  const unseen = medium("image", { type: "url", url: "https://a.example/x.png", mediaType: null });

  expect(tokensOf(unseen, "gpt-4o")).toBe(765);
  expect(tokensOf(unseen, "claude-sonnet-4-5")).toBe(1399);
  expect(tokensOf(medium("image", base64("image/png", "no image")), "gpt-4o")).toBe(765);
});

test("Z5: a client that wants little detail pays little", () => {
  const image_url = { url: "https://a.example/x.png", detail: "low" };
  const message = { role: "user", content: [{ type: "image_url", image_url }] };
  const [asked] = dialectNamed("openai-chat").readRequest({ messages: [message] }, "").messages;
  const [chat] = asked?.blocks ?? [];
  const responses = medium("image", { type: "url", url: image_url.url, mediaType: null }, "low");

  expect(chat?.type === "media" && tokensOf(chat, "gpt-4o")).toBe(85);
  expect(tokensOf(responses, "gpt-4o")).toBe(85);
});

test("Z5: documents by their pages, sound and film by their length", () => {
  const file = "x".repeat(180_000);

  expect(tokensOf(medium("document", base64("application/pdf", file)), "gemini-2.5-pro")).toBe(3 * 258);
  expect(tokensOf(medium("document", base64("application/pdf", "short")), "claude-opus-4-8")).toBe(2000);
  expect(tokensOf(medium("audio", base64("audio/mp3", file)), "gemini-2.5-pro")).toBe(360);
  expect(tokensOf(medium("audio", base64("audio/wav", file)), "gemini-2.5-pro")).toBe(120);
  expect(tokensOf(medium("video", { type: "file", id: "f", mediaType: null }), "gemini-2.5-pro")).toBe(8850);
});

test("the text of a document is counted as text and not twice", () => {
  expect(tokensOf(medium("document", { type: "text", text: "words", mediaType: null }), "claude-opus-4-8")).toBe(0);
});
