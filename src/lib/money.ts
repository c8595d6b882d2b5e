/** Whole micro-dollars as dollars: a number that says the same, as no sum here comes near its precision's end. */
export const inDollars = (micros: number): number => micros / 1e6;

/** The same in decimals, without an exponent: `0.000012`, `-3.5`. */
export const dollarText = (micros: number): string => {
  const whole = Math.abs(micros);
  const decimals = String(whole % 1_000_000)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const dollars = Math.floor(whole / 1_000_000);
  return `${micros < 0 ? "-" : ""}${dollars}${decimals === "" ? "" : `.${decimals}`}`;
};
