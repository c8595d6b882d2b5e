/** The value below which this share of the values lies, by nearest rank; NaN of nothing. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
};

/** The middle value; of an even count the mean of the two in the middle. What is no number does not count. */
export const median = (values: readonly number[]): number => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper;
};

/** The median of the ratios of each round: what disturbs a whole round falls out. */
export const medianRatio = (values: readonly number[], base: readonly number[]): number =>
  median(values.map((value, round) => value / (base[round] ?? Number.NaN)));

/** The median of the differences of each round. */
export const medianDifference = (values: readonly number[], base: readonly number[]): number =>
  median(values.map((value, round) => value - (base[round] ?? Number.NaN)));

/** The list begun at another place, so that over the rounds each contestant stands at each place. */
export const rotated = <Item>(items: readonly Item[], by: number): readonly Item[] => {
  const start = by % Math.max(1, items.length);
  return [...items.slice(start), ...items.slice(0, start)];
};
