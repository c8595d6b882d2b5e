import { expect, test } from "bun:test";
import { begun, resultOf, type Spent, withRequest } from "../../../src/memory/learning/episode.ts";

const usual: Spent = { costMicros: 600, savedMicros: 400, askedAgain: 0, isRepeated: false, isAnswered: true };

const after = (...requests: readonly Partial<Spent>[]) =>
  requests.reduce(
    (episode, more) => withRequest(episode, { ...usual, ...more }, 1),
    begun({ session: "s_1", project: "p_1", arm: "live", at: 0 }),
  );

test("what was saved is told as a share of what the conversation would have cost", () => {
  expect(resultOf(after({}, {}), 0)).toEqual({ savedShare: 0.4, regret: 0 });
  expect(resultOf(after({ savedMicros: -300 }, { savedMicros: -300 }), 0)).toEqual({ savedShare: -1, regret: 0 });
});

test("regrets: calls made again, what was shown again, requests sent again though they were answered", () => {
  expect(resultOf(after({}, { askedAgain: 1 }, {}, {}), 0)?.regret).toBe(0.25);
  expect(resultOf(after({}, {}, {}, {}), 2)?.regret).toBe(0.5);
  expect(resultOf(after({}, { isRepeated: true }, {}, {}), 0)?.regret).toBe(0.25);
  expect(resultOf(after({}, {}), 9)?.regret).toBe(1);
});

test("a request that is sent again because nothing came is no regret, nor is the first of a conversation", () => {
  expect(resultOf(after({ isAnswered: false }, { isRepeated: true }), 0)?.regret).toBe(0);
  expect(resultOf(after({ isRepeated: true }, {}), 0)?.regret).toBe(0);
});

test("one request tells nothing, nor does what cost nothing", () => {
  expect(resultOf(after({}), 0)).toBeNull();
  expect(resultOf(after({ costMicros: 0, savedMicros: 0 }, { costMicros: 0, savedMicros: 0 }), 0)).toBeNull();
});
