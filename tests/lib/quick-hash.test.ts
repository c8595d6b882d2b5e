import { expect, test } from "bun:test";
import { quickHashes } from "../../src/lib/quick-hash.ts";

test("the same content has the same name, text or bytes, and another one has another", () => {
  const hash = quickHashes();
  const names = new Set(Array.from({ length: 1000 }, (_, index) => hash(`content ${index}`)));

  expect(names.size).toBe(1000);
  expect(hash(Buffer.from("content 1"))).toBe(hash("content 1"));
});

test("a name means nothing in another run", () => {
  expect(quickHashes()("content")).not.toBe(quickHashes()("content"));
});
