import { expect, test } from "bun:test";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { translatedHeaders } from "../../../src/translation/answer/headers.ts";

const now = Date.parse("2026-01-01T00:00:00Z");
const [theirs, ours] = [openaiChat.answerHeaders, anthropic.answerHeaders];

test("what was said of the vendor's bytes is not said of ours, all else stays", () => {
  const vendor = new Headers({
    "content-length": "10",
    "content-encoding": "gzip",
    etag: "x",
    "retry-after": "3",
    "x-should-retry": "false",
  });

  expect(translatedHeaders(vendor, { from: undefined, to: ours, now }).toJSON()).toEqual({
    "retry-after": "3",
    "x-should-retry": "false",
  });
});

test("a request has its id under the name that the client's SDK looks for, beside its own", () => {
  const vendor = new Headers({ "x-request-id": "req_1" });

  expect(translatedHeaders(vendor, { from: theirs, to: ours, now }).toJSON()).toEqual({
    "request-id": "req_1",
    "x-request-id": "req_1",
  });
});

test("limits have the client's names, and the time in its way of telling it", () => {
  const openai = new Headers({
    "x-ratelimit-limit-requests": "60",
    "x-ratelimit-remaining-tokens": "5",
    "x-ratelimit-reset-tokens": "1m30s",
  });
  const translated = translatedHeaders(openai, { from: theirs, to: ours, now });

  expect(translated.toJSON()).toEqual({
    "anthropic-ratelimit-requests-limit": "60",
    "anthropic-ratelimit-tokens-remaining": "5",
    "anthropic-ratelimit-tokens-reset": "2026-01-01T00:01:30.000Z",
  });
  expect(translatedHeaders(translated, { from: ours, to: theirs, now }).toJSON()).toEqual(openai.toJSON());
  expect(
    translatedHeaders(translated, { from: ours, to: theirs, now: null }).has("x-ratelimit-reset-tokens"),
  ).toBeFalse();
});
