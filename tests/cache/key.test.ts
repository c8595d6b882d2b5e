import { expect, test } from "bun:test";
import { type KeyParts, keyOf } from "../../src/cache/key.ts";
import type { Target } from "../../src/core/exchange.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const upstream = upstreamOf("anthropic");
const [endpoint] = upstream.endpoints;
const target = { upstream, endpoint, url: "https://anthropic.example/v1/messages" } as Target;

const key = (more: Partial<KeyParts> = {}, headers: Readonly<Record<string, string>> = {}): string =>
  keyOf({
    ...{ secret: "secret", tenant: "one", exchange: exchangeOf("/v1/messages", { headers }), target, body: "{}" },
    ...more,
  });

test("the same request has the same key, of which nothing can be read", () => {
  expect(key()).toBe(key());
  expect(key()).toMatch(/^[0-9a-f]{64}$/);
});

test("each part makes another key of it", () => {
  const edited = exchangeOf("/v1/messages");
  edited.edits = [{ kind: "body", by: "plan", do: "set", path: ["model"], value: "x" }];
  const added = exchangeOf("/v1/messages");
  added.notes.added = [["x-team", "blue"]];
  const named = exchangeOf("/v1/messages");
  named.notes.model = "m";

  const keys = [
    key(),
    key({ secret: "another" }),
    key({ tenant: "two" }),
    key({ tenant: null }),
    key({ body: '{"a":1}' }),
    key({ target: { ...target, model: "other" } }),
    key({ target: { ...target, url: "https://elsewhere.example/v1/messages" } }),
    key({ target: { ...target, upstream: { ...upstream, name: "mine" } } }),
    key({ target: { ...target, scaleInput: 2 } }),
    key({ exchange: exchangeOf("/v1/messages?beta=true") }),
    key({ exchange: exchangeOf("/v1/chat/completions") }),
    key({ exchange: edited }),
    key({ exchange: added }),
    key({ exchange: named }),
    key({}, { "anthropic-beta": "context-1m" }),
    key({}, { "anthropic-version": "2023-06-01" }),
    key({}, { "accept-encoding": "gzip" }),
    key({}, { "x-proxy-memory": "off" }),
  ];

  expect(new Set(keys).size).toBe(keys.length);
});

test("what differs from call to call makes no other key of it, nor do keys in headers or in the query", () => {
  const passing = { "x-request-id": "1", "user-agent": "x/2", "x-stainless-retry-count": "1", "idempotency-key": "7" };

  expect(key({}, { ...passing, "x-goog-api-key": "AIza", "x-proxy-label": "run-1", "x-proxy-cache": "use" })).toBe(
    key(),
  );
  expect(key({ exchange: exchangeOf("/v1/messages?key=AIza") })).toBe(
    key({ exchange: exchangeOf("/v1/messages?key=AIzb") }),
  );
});

test("two lists of parts are never alike by where one part ends and the next begins", () => {
  expect(key({ tenant: 'a"', body: "b" })).not.toBe(key({ tenant: "a", body: '"b' }));
});
