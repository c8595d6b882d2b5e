import { expect, test } from "bun:test";
import { relevanceIn } from "../../../src/memory/recall/relevance.ts";
import { blocksOf } from "../../support/blocks.ts";

const best = (scores: Float64Array): number => scores.indexOf(Math.max(...scores));

test("an answer is found by the question beside it", () => {
  const blocks = blocksOf(["Nice weather.", "Which school did you visit?", "The one in Kyiv.", "Lunch?", "Soup."]);
  const scores = relevanceIn(blocks)("the school visited");

  expect(best(scores)).toBe(1);
  expect(scores[2]).toBeGreaterThan(scores[4] ?? 0);
});

test("what is beside a block in another sitting has nothing to do with it", () => {
  const [first, second] = blocksOf(["Which school did you visit?", "Soup."]);
  if (first === undefined || second === undefined) throw new Error("two blocks");
  expect(relevanceIn([first, { ...second, group: "later" }])("school")[1]).toBe(0);
});

test("what is dated is found by its date", () => {
  const blocks = blocksOf(["We went hiking.", "We went hiking."]).map((block, at) => ({
    ...{ ...block, group: String(at) },
    when: ["3 May, 2023", "9 June, 2023"][at] ?? null,
  }));
  expect(best(relevanceIn(blocks)("hiking in June"))).toBe(1);
});

test("who speaks is in every question: the name alone decides little", () => {
  const blocks = blocksOf(["Melanie, hello Melanie!", "a", "b", "c", "d", "My pottery class is on Monday."], {
    speaker: "Melanie",
  });
  expect(best(relevanceIn(blocks)("When is Melanie's pottery class?"))).toBe(5);
});

test("what the best ones share is asked for too", () => {
  const texts = [
    "The adoption agency called.",
    "x",
    "y",
    "agency papers are signed.",
    "z",
    "w",
    "v",
    "Signed, at last!",
    "u",
    "lawn",
  ];
  const scores = relevanceIn(blocksOf(texts).map((block, at) => ({ ...block, group: String(at) })))("adoption");
  expect(scores[3]).toBeGreaterThan(scores[9] ?? 0);
});

test("the same question has the same answer", () => {
  const ask = () => [...relevanceIn(blocksOf(["one two", "two three", "three one"]))("two")];
  expect(ask()).toEqual(ask());
});
