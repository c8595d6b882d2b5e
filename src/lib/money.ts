/** Whole micro-dollars as dollars: a number that says the same, as no sum here comes near its precision's end. */
export const inDollars = (micros: number): number => micros / 1e6;

/** A sum of what is known, beside how many amounts are not: where what is known comes to nothing, nobody knows the sum. */
export const knownSum = (micros: number, unknown: number): number | null =>
  micros === 0 && unknown > 0 ? null : micros;

/** The same in dollars. */
export const knownDollars = (micros: number, unknown: number): number | null => {
  const sum = knownSum(micros, unknown);
  return sum === null ? null : inDollars(sum);
};

/** Whole micro-dollars in decimals, without an exponent: `0.000012`, `-3.5`. */
export const dollarText = (micros: number): string => {
  const whole = Math.abs(micros);
  const decimals = String(whole % 1_000_000)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const dollars = Math.floor(whole / 1_000_000);
  return `${micros < 0 ? "-" : ""}${dollars}${decimals === "" ? "" : `.${decimals}`}`;
};
