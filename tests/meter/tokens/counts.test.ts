import { expect, test } from "bun:test";
import { createCounts } from "../../../src/meter/tokens/counts.ts";

test("what is remembered is not counted again, and each text keeps its place", async () => {
  const asked: (readonly string[])[] = [];
  const count = createCounts({
    count: (texts) => {
      asked.push(texts);
      return Promise.resolve(texts.map(({ length }) => length));
    },
  });

  await count(["bb"], "o200k_base");

  expect(await count(["a", "bb", "ccc"], "o200k_base")).toEqual({ tokens: [1, 2, 3], isExact: true });
  expect(await count(["ccc", "a"], "o200k_base")).toEqual({ tokens: [3, 1], isExact: true });
  expect(asked).toEqual([["bb"], ["a", "ccc"]]);
});

test("an encoding's counts are its own", async () => {
  const count = createCounts({ count: (texts, encoding) => Promise.resolve(texts.map(() => encoding.length)) });

  expect((await count(["x"], "o200k_base")).tokens).toEqual([10]);
  expect((await count(["x"], "cl100k_base")).tokens).toEqual([11]);
});

test("what could not be counted is measured, and not remembered as counted", async () => {
  const answers = [null, [7]];
  const count = createCounts({ count: () => Promise.resolve(answers.shift() ?? null) });

  expect(await count(["some words"], "o200k_base")).toEqual({ tokens: [2], isExact: false });
  expect(await count(["some words"], "o200k_base")).toEqual({ tokens: [7], isExact: true });
});
