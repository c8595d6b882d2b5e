import { expect, test } from "bun:test";
import { placeAt, withoutKey } from "../../src/core/place.ts";
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
  expect(withoutKey("?alt=sse&key=AIza%2Bx&z=%20")).toEqual({ query: "?alt=sse&z=%20", key: "AIza+x" });
  expect(withoutKey("?key=AIza")).toEqual({ query: "", key: "AIza" });
  expect(withoutKey("?key=AIza&a=1&key=AIzb")).toEqual({ query: "?a=1", key: "AIza" });
  expect(withoutKey("?monkey=1")).toEqual({ query: "?monkey=1", key: null });
  expect(withoutKey("")).toEqual({ query: "", key: null });
});

test("a key that is badly escaped is still only a key", () => {
  expect(withoutKey("?key=%zz")).toEqual({ query: "", key: "%zz" });
});
