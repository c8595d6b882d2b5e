import { expect, test } from "bun:test";
import { jsonBody } from "../../src/simulator/request-body.ts";

const bytes = new TextEncoder().encode('{"model":"m"}');

test("a body is read plain, compressed, or not there at all", () => {
  expect(jsonBody(bytes, null)).toEqual({ model: "m" });
  expect(jsonBody(Bun.gzipSync(bytes), "gzip")).toEqual({ model: "m" });
  expect(jsonBody(new Uint8Array(Bun.zstdCompressSync(bytes)), "zstd")).toEqual({ model: "m" });
  expect(jsonBody(new Uint8Array(), null)).toEqual({});
});

test("what is no JSON object is null", () => {
  for (const text of ["{", "[1]", "7", "null"]) expect(jsonBody(new TextEncoder().encode(text), null)).toBeNull();
  expect(jsonBody(bytes, "gzip")).toBeNull();
});
