import { expect, test } from "bun:test";
import { idsFor, noise } from "../../src/simulator/ids.ts";

const bytes = new TextEncoder().encode("a request");

test("the same request at the same place gets the same ids", () => {
  expect(idsFor(bytes, 1).letters("x", 22)).toBe(idsFor(bytes, 1).letters("x", 22));
});

test("another place, another request or another label gets other ids", () => {
  const id = idsFor(bytes, 1).letters("x", 22);

  expect(idsFor(bytes, 2).letters("x", 22)).not.toBe(id);
  expect(idsFor(bytes.slice(1), 1).letters("x", 22)).not.toBe(id);
  expect(idsFor(bytes, 1).letters("y", 22)).not.toBe(id);
});

test("ids have the length and the alphabet that was asked for", () => {
  const ids = idsFor(bytes, 1);

  expect(ids.letters("x", 100)).toMatch(/^[0-9A-Za-z]{100}$/);
  expect(ids.hex("x", 49)).toMatch(/^[0-9a-f]{49}$/);
  expect(Buffer.from(ids.sealed("x", 240), "base64")).toHaveLength(240);
  expect(noise("seed", 130)).toHaveLength(130);
});
