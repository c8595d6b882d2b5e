import { expect, test } from "bun:test";
import { keysOf, variantsOf, withKey } from "../../src/core/own-keys.ts";
import { upstreamOf } from "../support/exchange.ts";

const [one, other] = [
  { key: "sk-one", hint: "...-one" },
  { key: "sk-other", hint: "env OTHER" },
] as const;

test("an upstream with several keys is asked with each of them", () => {
  const upstream = upstreamOf("openai", { key: one.key, keyHint: one.hint, keys: [one, other] });

  const variants = variantsOf(upstream);

  expect(variants.map(({ key, keyHint }) => [key, keyHint])).toEqual([
    ["sk-one", "...-one"],
    ["sk-other", "env OTHER"],
  ]);
  expect(variants.map(({ name, keys }) => [name, keys])).toEqual(variants.map(() => ["openai", [one, other]]));
  expect(variants[0]).toBe(upstream);
});

test("one key, or none of ours, is one upstream as it is", () => {
  const mine = upstreamOf("openai", { key: one.key, keyHint: one.hint });
  const theirs = upstreamOf("openai", { key: null, keyHint: null });

  expect([variantsOf(mine), variantsOf(theirs)]).toEqual([[mine], [theirs]]);
  expect([keysOf(mine), keysOf(theirs)]).toEqual([[one], []]);
});

test("a variant knows all keys and is another one with another key", () => {
  const upstream = upstreamOf("openai", { key: one.key, keyHint: one.hint, keys: [one, other] });

  const variant = withKey(upstream, other);

  expect(keysOf(variant)).toEqual([one, other]);
  expect(withKey(variant, one)).toEqual(upstream);
});
