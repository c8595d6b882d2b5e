/** From nothing to the most; `--ascii` has others for them. */
const signs = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** Numbers as a row of signs, one for each; null = nobody knows: a gap. Zero is the lowest sign, and nothing else is. */
export const sparkline = (values: readonly (number | null)[]): string => {
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  return values.map((value) => signOf(value, most)).join("");
};

const signOf = (value: number | null, most: number): string => {
  if (value === null) return " ";
  if (value <= 0) return signs[0];
  return signs[Math.max(1, Math.round((value / most) * (signs.length - 1)))] ?? signs[0];
};
