import { expect, test } from "bun:test";
import { createCounter } from "../../../src/meter/tokens/byte-pairs.ts";
import { measure, measureIn } from "../../../src/meter/tokens/measure.ts";
import { loadRanks } from "../../../src/meter/tokens/ranks.ts";

/** Texts that every checkout has, of several kinds, and so many that a change of one is not felt. */
const files = ["docs/*.md", "cli/commands/*.ts", "package-lock.json"].flatMap((glob) => [
  ...new Bun.Glob(glob).scanSync("."),
]);

test("the total of several texts is within a few per cent of the count", async () => {
  const texts = await Promise.all(files.map((file) => Bun.file(file).text()));
  for (const encoding of ["o200k_base", "cl100k_base"] as const) {
    const count = createCounter(await loadRanks(encoding));
    const counted = texts.reduce((sum, text) => sum + count(text), 0);

    const measured = texts.reduce((sum, text) => sum + measureIn(text, encoding), 0);

    expect(Math.abs(measured / counted - 1)).toBeLessThan(0.07);
  }
});

test("no text is no token, any other at least one", () => {
  expect(measure("")).toBe(0);
  expect(measure("a")).toBe(1);
  expect(measure("\n")).toBe(1);
});

test("a wall of letters, spaces or signs is no surprise", () => {
  for (const letter of ["a", " ", "-", "中", "=", "🚀"]) {
    const tokens = measure(letter.repeat(100_000));

    expect(tokens).toBeGreaterThan(500);
    expect(tokens).toBeLessThan(250_000);
  }
});
