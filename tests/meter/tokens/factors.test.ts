import { expect, test } from "bun:test";
import { createFactors } from "../../../src/meter/tokens/factors.ts";

test("what vendors report is learned, model by model", () => {
  const factors = createFactors();

  for (let request = 0; request < 60; request++) factors.learn("m", 10_000, 12_000);

  expect(factors.of("m")).toBeCloseTo(1.2, 2);
  expect(factors.of("another")).toBe(1);
});

test("a small request teaches little: most of it is not the client's", () => {
  const factors = createFactors();

  factors.learn("small", 50, 100);
  factors.learn("large", 50_000, 100_000);

  expect(factors.of("small")).toBeLessThan(1.02);
  expect(factors.of("large")).toBeGreaterThan(1.2);
});

test("what cannot be is not learned", () => {
  const factors = createFactors();

  for (const [estimated, reported] of [
    [0, 10],
    [10, 0],
    [10_000, 900_000],
    [10_000, 10],
    [Number.NaN, 5],
  ])
    factors.learn("m", estimated ?? 0, reported ?? 0);

  expect(factors.of("m")).toBe(1);
});

test("the models that it knows are bounded", () => {
  const factors = createFactors(2);
  for (const model of ["a", "b", "c"]) factors.learn(model, 10_000, 12_000);

  expect(["a", "b", "c"].map((model) => factors.of(model) > 1)).toEqual([false, true, true]);
});
