/** The efforts of all vendors, the least first, and the tokens that each comes to where thoughts are counted. */
export const efforts = [
  { effort: "minimal", tokens: 1024, upTo: 1024 },
  { effort: "low", tokens: 2048, upTo: 4096 },
  { effort: "medium", tokens: 8192, upTo: 12_288 },
  { effort: "high", tokens: 16_384, upTo: 24_576 },
  { effort: "xhigh", tokens: 32_000, upTo: 48_000 },
  { effort: "max", tokens: 63_000, upTo: Number.POSITIVE_INFINITY },
] as const;

/** The budget that an effort comes to; an effort that nobody knows is a medium one. */
export const tokensFor = (effort: string): number =>
  (efforts.find((one) => one.effort === effort) ?? efforts[2]).tokens;

/** The effort that a budget comes to. */
export const effortFor = (tokens: number): string => (efforts.find(({ upTo }) => tokens <= upTo) ?? efforts[5]).effort;

/** The nearest of the efforts that a model has, of two that are as near the higher; null where it has none. */
export const nearestEffort = (effort: string, known: readonly string[]): string | null => {
  if (known.includes(effort)) return effort;
  const rank = rankOf(effort);
  let best: string | null = null;
  for (const one of known)
    if (best === null || Math.abs(rankOf(one) - rank) <= Math.abs(rankOf(best) - rank)) best = one;
  return best;
};

const rankOf = (effort: string): number => {
  const rank = efforts.findIndex((one) => one.effort === effort);
  return rank === -1 ? 2 : rank;
};
