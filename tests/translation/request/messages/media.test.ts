import { expect, test } from "bun:test";
import { ProxyError } from "../../../../src/core/errors.ts";
import type { Destination } from "../../../../src/core/translation.ts";
import { mediaTaken } from "../../../../src/translation/request/messages/media.ts";
import { after, from, to } from "../../../support/steps.ts";

const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AA==" } };
const sound = { inlineData: { mimeType: "audio/wav", data: "AA==" } };
const blind = { ...to.zai, takesImages: false };

const refusalOf = (run: () => unknown): ProxyError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ProxyError) return error;
  }
  throw new Error("nothing was refused");
};

test("an image of the user's for a model that sees none is refused, with where images can be sent", () => {
  const chat = from.anthropic([{ role: "user", content: [image] }]);
  const { code, rule, hint, message } = refusalOf(() => after([mediaTaken], chat, blind));

  expect([code, rule]).toEqual(["untranslatable", "media.blind"]);
  expect(message).toContain("takes no images");
  expect(hint).toContain("images: true");
});

test("images from before, and those that tools gave, are a line for it, so that the conversation goes on", () => {
  const chat = from.anthropic([
    { role: "user", content: [image, { type: "text", text: "see" }] },
    { role: "assistant", content: [{ type: "tool_use", id: "1", name: "shot", input: {} }] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: [image] }] },
  ]);

  expect(after([mediaTaken], chat, blind)).toMatchObject({
    said: [
      "user: [image: not shown to this model] | see",
      "assistant: call(1,shot)",
      "user: result(1: [image: not shown to this model])",
    ],
    rules: ["media.unseen 2"],
  });
});

test("what a format has no place for is refused where the user has just sent it, and named where it is older", () => {
  const now = from.gemini([{ role: "user", parts: [sound] }]);
  const before = from.gemini([
    { role: "user", parts: [sound] },
    { role: "model", parts: [{ text: "a" }] },
  ]);

  expect(refusalOf(() => after([mediaTaken], now, to.anthropic)).rule).toBe("media.refused");
  expect(after([mediaTaken], before, to.anthropic)).toMatchObject({
    said: ["user: [audio: not shown to this model]", "assistant: a"],
    rules: ["media.left 1"],
  });
  expect(after([mediaTaken], now, to.openai).rules).toEqual([]);
});

test("a file that another vendor keeps is refused, and goes where its own vendor speaks another format", () => {
  const chat = from.responses([
    { type: "message", role: "user", content: [{ type: "input_file", file_id: "file-1" }] },
  ]);

  for (const place of [to.anthropic, to.gemini, to.mistral])
    expect(refusalOf(() => after([mediaTaken], chat, place)).rule).toBe("media.refused");
  expect(after([mediaTaken], chat, to.openai).said).toEqual(["user: document(file)"]);
});

test("what each vendor takes differs: documents by address, video, sound", () => {
  const url = { type: "document", source: { type: "url", url: "https://a.example/a.pdf" } };
  const byAddress = from.anthropic([{ role: "user", content: [url] }]);
  const isTaken = (place: Destination): boolean => {
    try {
      return after([mediaTaken], byAddress, place).rules.length === 0;
    } catch {
      return false;
    }
  };

  expect([to.responses, to.mistral, to.zai, to.gemini].map(isTaken)).toEqual([true, true, true, true]);
  expect(isTaken(to.openai)).toBe(false);
});
