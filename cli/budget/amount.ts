import type { Answer } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";

type Amounts = Answer<"budgets">["sums"][number]["allowed"];

/** What is to be allowed; null = as much again. Throws `usage`. */
export const more = (typed: string | null): Amounts | null => {
  const amounts = typed === null ? null : amountsIn(typed);
  if (amounts !== null || typed === null) return amounts;
  throw new ProxyError("usage", `--more takes an amount, not "${typed}".`, {
    hint: "Try: proxy-cli budget allow NAME --more 5   (or '200k tokens', '20 requests', '30 minutes')",
  });
};

/** `$5`, `5`, `200k tokens`, `20 requests`, `30 minutes`; null = that is no amount. */
export const amountsIn = (typed: string): Amounts | null => {
  const [, dollar, digits = "", size = "", unit = ""] =
    /^(\$?)(\d{1,9}(?:\.\d{1,6})?)\s?([kmKM]?)\s?(tokens?|requests?|min|minutes?)?$/.exec(typed.trim()) ?? [];
  const amount = Number(digits) * (size === "" ? 1 : size.toLowerCase() === "k" ? 1e3 : 1e6);
  const isDollars = dollar === "$" || (unit === "" && size === "");
  if (digits === "" || amount <= 0 || (isDollars && (unit !== "" || size !== ""))) return null;
  if (isDollars) return { dollars: Math.round(amount * 1e6) };
  if (unit.startsWith("r")) return { requests: Math.round(amount) };
  if (unit.startsWith("m")) return { minutes: Math.round(amount * 60_000) };
  return { tokens: Math.round(amount) };
};
