import { expect, test } from "bun:test";
import { isHidden, placeAt, toldPath, toldQuery, withoutKeys } from "../../src/core/place.ts";
import type { Address } from "../../src/core/provider.ts";

const endpoint = (path: string, dropPrefix = ""): Address => ({
  origin: "https://z.example",
  dialects: [],
  path,
  dropPrefix,
});

test("a client's path goes below the endpoint's own", () => {
  expect(placeAt(endpoint(""), "/v1/messages", "?beta=true")).toBe("https://z.example/v1/messages?beta=true");
  expect(placeAt(endpoint("/api/anthropic"), "/v1/messages", "")).toBe("https://z.example/api/anthropic/v1/messages");
});

test("a version that the endpoint has no place for is left out", () => {
  const zai = endpoint("/api/coding/paas/v4", "/v1");

  expect(placeAt(zai, "/v1/chat/completions", "")).toBe("https://z.example/api/coding/paas/v4/chat/completions");
  expect(placeAt(zai, "/v11/x", "")).toBe("https://z.example/api/coding/paas/v4/v11/x");
});

test("a path that is given in full is not doubled", () => {
  expect(placeAt(endpoint("/api/anthropic"), "/api/anthropic/v1/messages", "")).toBe(
    "https://z.example/api/anthropic/v1/messages",
  );
});

test("a key is taken out of a query, and the rest stays as it was", () => {
  expect(withoutKeys("?alt=sse&key=AIza%2Bx&z=%20")).toEqual({ query: "?alt=sse&z=%20", keys: ["AIza+x"] });
  expect(withoutKeys("?key=AIza")).toEqual({ query: "", keys: ["AIza"] });
  expect(withoutKeys("?key=AIza&a=1&key=AIzb")).toEqual({ query: "?a=1", keys: ["AIza", "AIzb"] });
  expect(withoutKeys("?monkey=1")).toEqual({ query: "?monkey=1", keys: [] });
  expect(withoutKeys("")).toEqual({ query: "", keys: [] });
});

test("a key is one however its name is written, and nothing else is", () => {
  expect(withoutKeys("?%6Bey=AIza&KEY=b&key&x=1")).toEqual({ query: "?KEY=b&key&x=1", keys: ["AIza"] });
});

test("a key that is badly escaped is still only a key", () => {
  expect(withoutKeys("?key=%zz")).toEqual({ query: "", keys: ["%zz"] });
});

test("S-53: of a query that is written down, a value that may be a key is hidden, whatever its name", () => {
  const key = "Zx9mQ2p8LkVt4Rw7Yc1B";

  expect(toldQuery(`?alt=sse&limit=20&api_key=${key}&x=${key}&%6bey=${key}&${key}&pass%77ord=short`)).toBe(
    "?alt=sse&limit=20&api_key=...&x=...&...&pass%77ord=...",
  );
  expect(toldQuery("")).toBe("");
  expect([isHidden("?alt=sse"), isHidden("?x=...&y=1"), isHidden("?y=1&x=..."), isHidden(null)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test("I-01 a key in a path is not written down", () => {
  expect(toldPath("/v1/models/sk-ant-CANARY0b5c4d3e2f1a09876543210aaaa")).toBe("/v1/models/sk-ant-...aaaa");
  expect(toldPath("/v1/messages")).toBe("/v1/messages");
});
