import { expect, test } from "bun:test";
import { expectedOf } from "../../../scripts/bench/tokens/expected.ts";
import { fit } from "../../../scripts/bench/tokens/fit.ts";
import type { Truth } from "../../../scripts/bench/tokens/truth.ts";
import { type Weights, weighed } from "../../../src/meter/tokens/weights.ts";

const made: Weights = { ...expectedOf("other"), fixed: 9, message: 5, step: 40, preamble: 300, text: 1.2, tools: 1.4 };

/** Requests of all sizes, as a vendor with these weights would report them. */
const requests = (weights: Weights): readonly Truth[] =>
  Array.from({ length: 200 }, (_, at) => {
    const hasTools = at % 3 > 0;
    const shape = {
      textTokens: 20 + ((at * 37) % 4000),
      characters: 0,
      toolTokens: hasTools ? 30 + ((at * 13) % 700) : 0,
      messages: 1 + (at % 9),
      steps: hasTools ? at % 5 : 0,
      hasTools,
      mustCall: false,
      thinks: false,
      isOpenaiChat: false,
    };
    const size = { text: shape.textTokens, tools: shape.toolTokens };
    return {
      ...shape,
      provider: "p",
      model: "m",
      reportedTokens: weighed(shape, weights),
      recording: String(at),
      isAddition: false,
      sizes: { o200k_base: size, cl100k_base: size },
    };
  });

const close = (found: Weights): void => {
  for (const name of ["message", "step", "preamble", "text", "tools"] as const)
    expect([name, Math.abs(found[name] / made[name] - 1) < 0.05]).toEqual([name, true]);
};

test("weights are found again in what was made with them", () => {
  close(fit(requests(made), expectedOf("other")));
});

test("a tenth of nonsense does not lead them astray", () => {
  const rows = requests(made).map((row, at) => (at % 10 === 0 ? { ...row, reportedTokens: 20 } : row));

  close(fit(rows, expectedOf("other")));
});

test("without a row they are what was expected", () => {
  const found = fit([], expectedOf("claude-4"));

  expect(Object.entries(found).map(([name, value]) => [name, Number(value.toFixed(6))])).toEqual(
    Object.entries(found).map(([name]) => [name, expectedOf("claude-4")[name as keyof Weights]]),
  );
});
