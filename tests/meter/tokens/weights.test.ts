import { expect, test } from "bun:test";
import { weighed } from "../../../src/meter/tokens/weights.ts";

const weights = {
  fixed: 1,
  message: 10,
  step: 100,
  preamble: 1000,
  mustCall: 50,
  thinks: 7,
  chatPreamble: 10_000,
  text: 2,
  characters: 0.5,
  tools: 3,
};
const shape = {
  textTokens: 4,
  characters: 20,
  toolTokens: 0,
  messages: 2,
  steps: 1,
  hasTools: false,
  mustCall: false,
  thinks: false,
  isOpenaiChat: true,
};

test("each part of a request adds what the vendor makes of it", () => {
  expect(weighed(shape, weights)).toBe(1 + 20 + 100 + 8 + 10);
});

test("words on tools are added where there are tools", () => {
  expect(weighed({ ...shape, hasTools: true, toolTokens: 5 }, weights)).toBe(139 + 11_000 + 15);
  expect(weighed({ ...shape, hasTools: true, isOpenaiChat: false }, weights)).toBe(139 + 1000);
});

test("what it is told to do besides costs words too", () => {
  const plain = weighed({ ...shape, hasTools: true }, weights);

  expect(weighed({ ...shape, hasTools: true, mustCall: true }, weights)).toBe(plain + 50);
  expect(weighed({ ...shape, mustCall: true }, weights)).toBe(weighed(shape, weights));
  expect(weighed({ ...shape, thinks: true }, weights)).toBe(weighed(shape, weights) + 7);
});
