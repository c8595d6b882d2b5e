import { expect, test } from "bun:test";
import type { Chat } from "../../src/core/chat.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { estimatedInput, smallChat, type ToldInput } from "../../src/meter/estimate.ts";
import { createTokens } from "../../src/meter/tokens/index.ts";
import { sizeOf } from "../../src/meter/tokens/size.ts";
import { chatOf, messageOf, part, textOf } from "../support/chat.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const tokens = createTokens(); // measures alone, so that no thread begins

/** A request of so many bytes, which reads as this conversation. */
const sent = (bytes: number, read: Chat | null): Exchange => {
  const exchange = { ...exchangeOf("/v1/messages"), chat: () => read };
  exchange.body = { kind: "held", bytes: new Uint8Array(bytes) };
  exchange.notes.bytesIn = bytes;
  exchange.notes.model = "claude-sonnet-4-5";
  return exchange;
};

test("a request counts as its model would count its conversation; a picture by its size and not by its bytes", () => {
  const chat = chatOf({
    messages: [
      messageOf("user", textOf("Please look at this picture."), {
        ...part,
        type: "media",
        kind: "image",
        name: null,
        detail: null,
        source: { type: "base64", mediaType: "image/png", data: "A".repeat(9999) },
      }),
    ],
  });

  const estimated = estimatedInput(sent(100, chat), tokens);

  expect(estimated).toBe(tokens.measureInput(chat, { model: "claude-sonnet-4-5" }).tokens);
  expect(estimated).toBeGreaterThan(1399);
  expect(estimated).toBeLessThan(1440);
});

test("a request for a model that becomes another one counts as that one counts, and so does what is learned of it", () => {
  const chat = chatOf({
    messages: [messageOf("user", textOf("Numbers 1234567890 and wörds 你好 in one sentence. ".repeat(40)))],
  });
  const exchange = sent(100, chat);
  const upstream = upstreamOf("zai");
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  exchange.notes.upstream = upstream.name;
  exchange.plan = { targets: [{ upstream, endpoint, url: upstream.origin, model: "glm-4.6" }], rule: "test" };

  const asGlm = tokens.measureInput(chat, { model: "glm-4.6" }).tokens;
  const asClaude = tokens.measureInput(chat, { model: "claude-sonnet-4-5" }).tokens;
  const known = { size: sizeOf(chat), isContinued: false, last: null };

  expect(asGlm).not.toBe(asClaude);
  expect([estimatedInput(exchange, tokens), estimatedInput(exchange, tokens, known)]).toEqual([asGlm, asGlm]);
});

test("what cannot be read, or is too large to be read for this, counts by its size", () => {
  const chat = chatOf({ messages: [messageOf("user", textOf("short"))] });

  expect(estimatedInput(sent(100, null), tokens)).toBe(25);
  expect(estimatedInput(sent(4_000_000, chat), tokens)).toBe(1_000_000);
  expect(smallChat(sent(4_000_000, chat))).toBeNull();
  expect(smallChat(sent(100, chat))).toBe(chat);
});

test("pictures in a request that is too large to be read do not count by their bytes", () => {
  const picture = { type: "base64", media_type: "image/png", data: "iVBORw0KGgo".repeat(60_000) };
  const text = "A few words, and then some more of them. ".repeat(1000);
  const bytes = new TextEncoder().encode(
    JSON.stringify({ content: [{ text }, { source: picture }, { source: picture }] }),
  );
  const exchange = sent(bytes.length, null);
  exchange.body = { kind: "held", bytes };

  const estimated = estimatedInput(exchange, tokens) ?? 0;

  expect(estimated).toBeGreaterThan(text.length / 4);
  expect(estimated).toBeLessThan(text.length / 4 + 2 * 2000);
});

test("of nothing there is no estimate, nor of more than any model takes", () => {
  expect(estimatedInput(sent(0, null), tokens)).toBeNull();
  const large = sent(0, null);
  large.notes.bytesIn = 40_000_000;
  expect(estimatedInput(large, tokens)).toBeNull();
});

const question = (...words: readonly string[]) =>
  chatOf({ messages: words.map((word) => messageOf("user", textOf(word.repeat(200)))) });
const model = "claude-sonnet-4-5";

test("what a session has measured counts whatever the size of the body, and goes on from what the vendor counted", () => {
  const [before, now] = [question("one "), question("one ", "two ")];
  const { unlearned } = tokens.measureInput(before, { model });
  const added = tokens.measureInput(now, { model }).unlearned - unlearned;
  const exchange = sent(4_000_000, null);
  exchange.notes.upstream = "vendor";
  const estimated = (last: Partial<ToldInput> | null, isContinued = false) => {
    const told = last === null ? null : { upstream: "vendor", model, reported: 9000, unlearned, ...last };
    return estimatedInput(exchange, tokens, { size: sizeOf(now), isContinued, last: told });
  };

  const alone = tokens.measureInput(now, { model }).tokens;
  expect(estimated(null)).toBe(alone);
  expect(estimated({})).toBe(9000 + Math.round(added));
  expect(estimated({ model: "claude-opus-4-8" })).toBe(alone);
  expect(estimated({ upstream: "another" })).toBe(alone);
  expect(estimated({}, true)).toBe(alone); // what it goes on from is at the vendor
});
