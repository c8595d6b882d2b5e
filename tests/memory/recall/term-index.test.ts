import { expect, test } from "bun:test";
import { indexOf } from "../../../src/memory/recall/term-index.ts";

const index = indexOf([["dog", "park"], ["dog", "vet", "pill"], ["tax"]]);

test("a rare term says more than a frequent one, a text without either nothing", () => {
  const [park, vet, tax] = index.scores(new Map([["dog", 1], ["vet", 1]])); // biome-ignore format: a line

  expect(vet).toBeGreaterThan(park ?? 0);
  expect(tax).toBe(0);
});

test("a term that is nowhere changes nothing", () => {
  expect([...index.scores(new Map([["cat", 1]]))]).toEqual([0, 0, 0]);
  expect([index.frequency("cat"), index.frequency("dog")]).toEqual([0, 2]);
});

test("no texts, no scores", () => {
  expect(indexOf([]).scores(new Map([["a", 1]]))).toHaveLength(0);
});
