import type { Weights } from "../../../src/meter/tokens/weights.ts";
import type { Truth } from "./truth.ts";

const names = [
  "fixed",
  "message",
  "step",
  "preamble",
  "mustCall",
  "thinks",
  "chatPreamble",
  "text",
  "characters",
  "tools",
] as const satisfies readonly (keyof Weights)[];

/** How far each weight may be from what was expected before one row of data is worth as much: physical guesses. */
const leeway: Weights = {
  fixed: 4,
  message: 1.5,
  step: 15,
  preamble: 100,
  mustCall: 1,
  thinks: 10,
  chatPreamble: 15,
  text: 0.05,
  characters: 0.01,
  tools: 0.2,
};

/** An error of this share of a request is as odd as one leeway. */
const usualError = 0.05;

/** From here on something else is in the request than its words: thoughts that the vendor leaves out, a tool of its own. */
const oddError = 0.3;

/**
 * The weights that make the smallest relative errors on these rows. Errors count by their size and not by its square, so
 * that odd recordings do not lead, and few rows leave a weight near where it was expected.
 */
export const fit = (rows: readonly Truth[], expected: Weights): Weights => {
  const free = fitted(rows, expected, leeway);
  const below = names.filter((name) => name !== "preamble" && free[name] < 0);
  if (below.length === 0) return free;
  // A vendor takes nothing away for a message: what the data cannot tell is left out.
  const at = (weights: Weights, value: number): Weights => ({
    ...weights,
    ...Object.fromEntries(below.map((name) => [name, value])),
  });
  return fitted(rows, at(expected, 0), at(leeway, 1e-9));
};

const fitted = (rows: readonly Truth[], expected: Weights, leeway: Weights): Weights => {
  let weights = names.map((name) => expected[name]);
  for (let round = 0; round < 40; round++) {
    const equations = names.map((_, i) => names.map((_, j) => (i === j ? 1 / leeway[names[i] ?? "fixed"] ** 2 : 0)));
    const right = names.map((name) => expected[name] / leeway[name] ** 2);
    for (const row of rows) {
      const parts = partsOf(row);
      const error = Math.abs(sum(parts, weights) / row.reportedTokens - 1);
      const oddness = Math.max(error / usualError, 0.1) * (1 + (error / oddError) ** 2);
      const trust = 1 / (row.reportedTokens * usualError) ** 2 / oddness;
      for (const [i, part] of parts.entries()) {
        right[i] = (right[i] ?? 0) + trust * part * row.reportedTokens;
        const equation = equations[i] ?? [];
        for (const [j, other] of parts.entries()) equation[j] = (equation[j] ?? 0) + trust * part * other;
      }
    }
    weights = solved(equations, right);
  }
  return Object.fromEntries(names.map((name, at) => [name, weights[at]])) as Weights;
};

/** What a request's parts weigh together. */
const sum = (parts: readonly number[], weights: readonly number[]): number =>
  parts.reduce((total, part, at) => total + part * (weights[at] ?? 0), 0);

const partsOf = (row: Truth): readonly number[] => [
  row.isAddition ? 0 : 1,
  row.messages,
  row.steps,
  row.hasTools ? 1 : 0,
  row.hasTools && row.mustCall ? 1 : 0,
  row.thinks ? 1 : 0,
  row.hasTools && row.isOpenaiChat ? 1 : 0,
  row.textTokens,
  row.characters,
  row.toolTokens,
];

/** Solves linear equations, by Gauss with pivots; the matrix has its leeways on the diagonal and is never singular. */
export const solved = (matrix: readonly (readonly number[])[], right: readonly number[]): number[] => {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
    const at = rows.indexOf(pivot);
    [rows[column], rows[at]] = [pivot, rows[column] ?? []];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let k = column; k <= rows.length; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, at) => (row[rows.length] ?? 0) / (row[at] ?? 1));
};
