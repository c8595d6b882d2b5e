import { ProxyError } from "../core/errors.ts";

/** A program may say so much and no more. */
const mostDollars = 1_000_000;

/** What `x-proxy-budget` says, in micro-dollars; null = nothing. Throws `invalid_request` where it says what is no money. */
export const capIn = (headers: Headers): number | null => {
  const said = headers.get("x-proxy-budget");
  if (said === null || said.trim() === "") return null;
  const [, digits = ""] = /^\$?(\d{1,7}(?:\.\d{1,6})?)$/.exec(said.trim()) ?? [];
  const dollars = Number(digits);
  if (digits === "" || dollars <= 0 || dollars > mostDollars)
    throw new ProxyError("invalid_request", "The header x-proxy-budget must be a number of dollars above 0.", {
      hint: "Send for example: x-proxy-budget: 2.50",
    });
  return Math.round(dollars * 1e6);
};
