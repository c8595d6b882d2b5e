import { expect, test } from "bun:test";
import type { Answered } from "../../../cli/asking/ask.ts";
import { type Bench, measure } from "../../../cli/benchmark/runs.ts";
import { ProxyError } from "../../../src/core/errors.ts";

const answer: Answered = { tooLong: null, inputTokens: 9, outputTokens: 9, ttftMs: 1, totalMs: 9 };

const bench = (more: Partial<Bench<string>>): Bench<string> => ({
  ...{ places: ["a", "b", "c"], runs: 2, questionFor: (run) => ({ text: `${run}`, maxTokens: 9 }) },
  ...{ ask: async () => answer, onAnswer: () => undefined, isOver: () => false },
  ...more,
});

test("places are asked in turn, and each round begins with another", async () => {
  const asked: string[] = [];
  await measure(
    bench({
      ask: async (place, { text }) => {
        asked.push(place + text);
        return answer;
      },
    }),
  );

  expect(asked).toEqual(["a0", "b0", "c0", "b1", "c1", "a1"]);
});

test("a place that fails is asked no more, the others are", async () => {
  const refused = new ProxyError("overloaded", "No.");
  const measured = await measure(
    bench({ ask: (place) => (place === "b" ? Promise.reject(refused) : Promise.resolve(answer)) }),
  );

  expect(measured.map(({ answers, failure }) => [answers.length, failure])).toEqual([
    [2, null],
    [0, refused],
    [2, null],
  ]);
});

test("when it is over, what there is counts, and what was under way is no failure", async () => {
  let asked = 0;
  const measured = await measure(
    bench({
      ask: async () => {
        asked++;
        if (asked === 3) throw new ProxyError("interrupted", "Stopped.");
        return answer;
      },
      isOver: () => asked === 3,
    }),
  );

  expect(asked).toBe(3);
  expect(measured.map(({ answers, failure }) => [answers.length, failure])).toEqual([
    [1, null],
    [1, null],
    [0, null],
  ]);
});

test("a mistake of our own is not taken for one of the place", () => {
  expect(measure(bench({ ask: () => Promise.reject(new TypeError("ours")) }))).rejects.toThrow("ours");
});
