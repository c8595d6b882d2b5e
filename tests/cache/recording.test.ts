import { expect, test } from "bun:test";
import { recordingOf } from "../../src/cache/recording.ts";
import type { CacheRules } from "../../src/core/answer-cache.ts";
import type { Target } from "../../src/core/exchange.ts";
import { upstreamOf } from "../support/exchange.ts";

const recording = (maxEntryBytes = 100) =>
  recordingOf({ key: "key", target }, { maxEntryBytes } as CacheRules, () => undefined); // looks at nothing else

const upstream = upstreamOf("anthropic");
const target = { upstream, endpoint: upstream.endpoints[0], url: "https://anthropic.example/v1/messages" } as Target;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("all pieces of an answer, and of its head what belongs to its body", () => {
  const one = recording();
  one.head(
    new Response("", { headers: { "content-type": "text/event-stream", "request-id": "req_1", "x-ratelimit-x": "1" } }),
  );
  one.hear(bytes("data: 1\n\n"));
  one.hear(bytes("data: 2\n\n"));

  expect(one.whyNot(target)).toBeNull();
  expect(new TextDecoder().decode(one.body())).toBe("data: 1\n\ndata: 2\n\n");
  expect(one.headers()).toEqual([["content-type", "text/event-stream"]]);
  expect(one.encoding()).toBeNull();
});

test("what is too large is let go at once, and never comes back", () => {
  const one = recording(5);
  one.head(new Response(""));
  for (const piece of ["abc", "def", "g"]) one.hear(bytes(piece));

  expect(one.whyNot(target)).toContain("cache.max_entry_bytes");
  expect(one.body().length).toBeLessThan(5);
});

test("without a head or a body there is nothing to keep", () => {
  const [headless, empty] = [recording(), recording()];
  headless.hear(bytes("x"));
  empty.head(new Response("", { headers: { "content-encoding": "gzip" } }));

  expect(headless.whyNot(target)).toContain("no answer");
  expect(empty.whyNot(target)).toContain("empty");
  expect(empty.encoding()).toBe("gzip");
});

test("what another upstream, or another model, has answered in its place is not kept for it", () => {
  const one = recording();
  one.head(new Response(""));
  one.hear(bytes("x"));

  expect(one.whyNot(target)).toBeNull();
  for (const other of [undefined, { ...target, model: "smaller" }, { ...target, upstream: upstreamOf("openai") }])
    expect(one.whyNot(other)).toContain("stood in");
});
