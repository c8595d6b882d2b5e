import { expect, test } from "bun:test";
import fc from "fast-check";
import { markedSeal, readSeal, sealMark } from "../../src/core/seal.ts";

test("a seal that was marked comes back with its vendor, in nothing but base64", () => {
  fc.assert(
    fc.property(fc.constantFrom("anthropic", "openai", "my-own"), fc.string({ unit: "grapheme" }), (provider, seal) => {
      const marked = markedSeal(provider, seal);
      expect(marked).toStartWith(sealMark);
      expect(marked).toMatch(/^[A-Za-z0-9+/]+=*$/);
      expect(readSeal(marked)).toEqual({ provider, seal });
    }),
  );
});

test("what is not marked is its vendor's own", () => {
  expect(readSeal("EqQBCgIYAhIM")).toEqual({ provider: null, seal: "EqQBCgIYAhIM" });
  expect(readSeal("")).toEqual({ provider: null, seal: "" });
});
