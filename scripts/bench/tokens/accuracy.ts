import { createFactors } from "../../../src/meter/tokens/factors.ts";
import { familyOf } from "../../../src/meter/tokens/families.ts";
import { type Weights, weighed } from "../../../src/meter/tokens/weights.ts";
import { median, percentile } from "../statistics.ts";
import { expectedOf } from "./expected.ts";
import { fit } from "./fit.ts";
import type { Truth } from "./truth.ts";

/** Errors as shares of what was reported. */
export type Accuracy = { readonly rows: number; readonly median: number; readonly p90: number };

export const accuracyOf = (errors: readonly number[]): Accuracy => ({
  rows: errors.length,
  median: median(errors),
  p90: percentile(errors, 0.9),
});

/** A row with its texts counted in the encoding of its family. */
export const inItsEncoding = (row: Truth): Truth => {
  const { text, tools } = row.sizes[familyOf(row.model).encoding];
  return { ...row, textTokens: text, toolTokens: tools };
};

/** How far the estimate for a row is off. */
const errorOf = (row: Truth, weights: Weights): number => Math.abs(estimated(row, weights) / row.reportedTokens - 1);

const estimated = (row: Truth, weights: Weights): number =>
  weighed(row, weights) - (row.isAddition ? weights.fixed : 0);

/** The errors with the weights that the proxy has. */
export const shippedErrors = (rows: readonly Truth[]): readonly number[] =>
  rows.map((row) => errorOf(row, familyOf(row.model).weights));

/** How many rows of one session stay together: its steps are alike, and all in one half would leave none to fit on. */
const runLength = 20;

/**
 * Which of the rows a condition holds for, with their errors by weights that were fitted on the other half of the
 * family. Rows of one recording are on one side.
 */
export const crossedErrors = (family: readonly Truth[], judges: (row: Truth) => boolean): readonly number[] => {
  const sideOf = (row: Truth, at: number): bigint =>
    Bun.hash(row.recording + (row.isAddition ? Math.floor(at / runLength) : "")) % 2n;
  const sides = family.map(sideOf);
  const [first] = family;
  if (first === undefined) return [];
  const expected = expectedOf(familyOf(first.model).name);
  return [0n, 1n].flatMap((side) => {
    const weights = fit(
      family.filter((_, at) => sides[at] !== side),
      expected,
    );
    return family.filter((row, at) => sides[at] === side && judges(row)).map((row) => errorOf(row, weights));
  });
};

/**
 * The errors of a session's whole input when the turn before is known: what was appended is estimated, and the model's
 * factor learned on the way. The input before the first step is not in the data and counted as nothing, which makes
 * the first steps look worse than they are.
 */
export const sessionErrors = (session: readonly Truth[]): readonly number[] => {
  const factors = createFactors();
  let input = 0;
  return session.map((row) => {
    const unlearned = estimated(row, familyOf(row.model).weights);
    const guess = input + unlearned * factors.of(row.model);
    input += row.reportedTokens;
    factors.learn(row.model, unlearned, row.reportedTokens);
    return Math.abs(guess / input - 1);
  });
};
