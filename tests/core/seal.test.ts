import { expect, test } from "bun:test";
import fc from "fast-check";
import { markedSeal, readSeal, sealMark } from "../../src/core/seal.ts";

const anyProvider = fc.constantFrom("anthropic", "openai", "my-own");

test("a seal that was marked comes back with its vendor, in nothing but base64", () => {
  fc.assert(
    fc.property(anyProvider, fc.string({ unit: "grapheme" }), fc.boolean(), (provider, seal, isSealed) => {
      const marked = markedSeal(provider, seal, isSealed);
      expect(marked).toStartWith(sealMark);
      expect(marked).toMatch(/^[A-Za-z0-9+/]+=*$/);
      expect(readSeal(marked)).toEqual({ provider, seal, isSealed });
    }),
  );
});

test("what is not marked is its vendor's own", () => {
  expect(readSeal("EqQBCgIYAhIM")).toEqual({ provider: null, seal: "EqQBCgIYAhIM", isSealed: false });
  expect(readSeal("")).toEqual({ provider: null, seal: "", isSealed: false });
});
