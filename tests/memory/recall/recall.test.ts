import { expect, test } from "bun:test";
import { recall, type Wanted } from "../../../src/memory/recall/recall.ts";
import { blocksOf } from "../../support/blocks.ts";

const day = 86_400_000;

const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  ...{ query: "parser", limit: 10, maxTokens: null, minImportance: 0, decay: 0, now: 100 * day },
  ...more,
});

const ids = (blocks: ReturnType<typeof blocksOf>, more: Partial<Wanted> = {}): readonly string[] =>
  recall(blocks, wanted(more)).map(({ block }) => block.id);

test("what is found stands in the order in which it came, whatever is best", () => {
  const blocks = blocksOf([
    "a parser once",
    "lunch",
    "soup",
    "tea",
    "parser parser parser",
    "x",
    "y",
    "z",
    "the parser again",
  ]);
  const found = recall(blocks, wanted());

  const positions = found.map(({ block }) => Number(block.id));
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  expect(found.find(({ score }) => score === 1)?.block.id).toBe("4");
});

test("limits hold, by count and by tokens", () => {
  const blocks = blocksOf(Array.from({ length: 20 }, (_, at) => `parser ${at}`));
  expect(ids(blocks, { limit: 3 })).toHaveLength(3);
  expect(ids(blocks, { maxTokens: 45 })).toHaveLength(4);
});

test("what is unimportant is left out, unless it is pinned", () => {
  const [a, b] = blocksOf(["parser one", "parser two"], { importance: 0.1 });
  if (a === undefined || b === undefined) throw new Error("two blocks");
  expect(ids([a, { ...b, isPinned: true }], { minImportance: 0.3 })).toEqual(["1"]);
});

test("with decay the newer of two alike wins, without it the better one", () => {
  const [old, fresh] = blocksOf(["parser parser", "parser tree walk"], { group: "" });
  if (old === undefined || fresh === undefined) throw new Error("two blocks");
  const blocks = [
    { ...old, at: 10 * day, group: "a" },
    { ...fresh, at: 99 * day, group: "b" },
  ];
  expect(ids(blocks, { limit: 1, decay: 0.1 })).toEqual(["1"]);
  expect(ids(blocks, { limit: 1 })).toEqual(["0"]);
});

test("a question that nothing answers finds nothing", () => {
  expect(ids(blocksOf(["lunch", "tea"]))).toEqual([]);
  expect(ids([])).toEqual([]);
});
