import { expect, test } from "bun:test";
import { lineHashes } from "../../../src/memory/lines/hashes.ts";

test("lines that say the same have the same number, others another one", () => {
  const [a, b, again, longer] = lineHashes("one\ntwo\none\none more");
  expect(again).toBe(a as number);
  expect(new Set([a, b, longer]).size).toBe(3);
});

test("lines that differ in no letter are the same where only letters count", () => {
  const [a, b, c] = lineHashes("got 10 % [=>  ]\ngot 20 % [==> ]\nall", true);
  expect(b).toBe(a as number);
  expect(c).not.toBe(a as number);
});
