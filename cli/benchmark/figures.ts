import type { Answered } from "../asking/ask.ts";

/** The middle of several measurements and the one that all but a twentieth stay within; null = nothing was measured. */
export type Spread = { readonly p50: number | null; readonly p95: number | null };

/** How fast an upstream was. */
export type Figures = {
  readonly ttftMs: Spread;
  readonly totalMs: Spread;
  /** Tokens of the answer in a second, from its first piece on. */
  readonly tokensPerSecond: Spread;
};

/** The figures of some answers. */
export const figuresOf = (answers: readonly Answered[]): Figures => ({
  ttftMs: rounded(spreadOf(answers.flatMap(({ ttftMs }) => ttftMs ?? []))),
  totalMs: rounded(spreadOf(answers.map(({ totalMs }) => totalMs))),
  tokensPerSecond: rounded(spreadOf(answers.flatMap((answer) => speedOf(answer) ?? []))),
});

/** Tokens a second; null where the answer came in one piece, or nobody has counted it. */
export const speedOf = ({ outputTokens, ttftMs, totalMs }: Answered): number | null => {
  if (outputTokens === null || ttftMs === null || totalMs - ttftMs < 1) return null;
  return (1000 * outputTokens) / (totalMs - ttftMs);
};

/** By nearest rank. */
const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number | null => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { p50: at(0.5), p95: at(0.95) };
};

const rounded = ({ p50, p95 }: Spread): Spread => ({
  p50: p50 === null ? null : Math.round(p50),
  p95: p95 === null ? null : Math.round(p95),
});
