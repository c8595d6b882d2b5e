import type { Amounts, BudgetPeriod, BudgetSum, BudgetUnit } from "../core/budget.ts";
import { budgetUnits } from "../core/budget.ts";
import { ProxyError } from "../core/errors.ts";

/** `$5.02`, `1.2M tokens`, `7 requests`, `12 min`. */
export const amountWords = (unit: BudgetUnit, amount: number): string => {
  if (unit === "dollars") return dollarsOf(amount);
  if (unit === "tokens") return `${shortCount(amount)} tokens`;
  if (unit === "requests") return `${amount} ${amount === 1 ? "request" : "requests"}`;
  return `${shortCount(Math.round(amount / 6000) / 10)} min`;
};

const dollarsOf = (micros: number): string => {
  const dollars = micros / 1e6;
  if (dollars === 0 || Math.abs(dollars) >= 0.01) return `$${dollars.toFixed(2)}`;
  return `$${dollars.toFixed(6).replace(/0+$/, "")}`;
};

const shortCount = (count: number): string => {
  if (count < 10_000) return String(count);
  const [size, letter] = count < 1e6 ? [1e3, "k"] : [1e6, "M"];
  return `${String(Math.round((count / size) * 10) / 10)}${letter}`;
};

const spanWords: Readonly<Record<BudgetPeriod, string>> = {
  session: "in this session",
  run: "in this run",
  day: "today",
  month: "this month",
};

/** How full the fullest unit is, as a share of its limit. */
export const shareOf = (spent: Amounts, limits: Amounts): number =>
  Math.max(0, ...limitedUnits(limits).map((unit) => (spent[unit] ?? 0) / (limits[unit] ?? 1)));

/** The units that have a limit. */
export const limitedUnits = (limits: Amounts): readonly BudgetUnit[] =>
  budgetUnits.filter((unit) => limits[unit] !== undefined);

const fullest = ({ spent, limits }: Pick<BudgetSum, "spent" | "limits">): BudgetUnit =>
  limitedUnits(limits).toSorted(
    (one, other) => spent[other] / (limits[other] ?? 1) - spent[one] / (limits[one] ?? 1),
  )[0] ?? "dollars";

type Told = Pick<BudgetSum, "spent" | "limits" | "per" | "unknownCost" | "tellsUnknown">;

/** `82% of $5.00 today`, `+ 3 requests of unknown cost`. */
export const shareWords = (sum: Told): string => {
  const unit = fullest(sum);
  const limit = sum.limits[unit] ?? 0;
  const share = limit === 0 ? 1 : sum.spent[unit] / limit;
  const unknown = sum.unknownCost > 0 && sum.tellsUnknown ? ` + ${unknownWords(sum.unknownCost)}` : "";
  return `${Math.floor(share * 100)}% of ${amountWords(unit, limit)} ${spanWords[sum.per]}${unknown}`;
};

/** `3 requests of unknown cost`. */
export const unknownWords = (count: number): string => `${amountWords("requests", count)} of unknown cost`;

/** `$5.02 of $5.00 today`. */
export const spentWords = (sum: Told): string => {
  const unit = fullest(sum);
  const spent = unit === "requests" ? String(sum.spent.requests) : amountWords(unit, sum.spent[unit]);
  return `${spent} of ${amountWords(unit, sum.limits[unit] ?? 0)} ${spanWords[sum.per]}`;
};

/** What a person reads where a budget is used up. */
export const overWords = (sum: Told & Pick<BudgetSum, "name" | "who">, isUnknown = false): string => {
  const whose = sum.who === null ? "" : ` of ${sum.who}`;
  if (isUnknown)
    return `The budget "${sum.name}"${whose} is stopped: ${unknownWords(sum.unknownCost)} ${spanWords[sum.per]}.`;
  return `The budget "${sum.name}"${whose} is used up: ${spentWords(sum)}.`;
};

/** When it begins anew, as the end of a sentence. */
const until: Readonly<Record<BudgetPeriod, string>> = {
  day: ", or wait until midnight",
  month: ", or wait until next month",
  session: ", or begin a new session",
  run: "",
};

/** The error that an agent shows. */
export const exceeded = (
  sum: Told & Pick<BudgetSum, "name" | "who" | "id">,
  { isUnknown = false, waited = false }: { readonly isUnknown?: boolean; readonly waited?: boolean } = {},
): ProxyError =>
  new ProxyError(
    "budget_exceeded",
    `${overWords(sum, isUnknown)}${waited ? " Nobody has allowed more in time." : ""}`,
    {
      hint: `Allow more with: proxy-cli budget allow ${sum.id}${until[sum.per]}.`,
    },
  );

/** The error where a person has said that it is enough. */
export const stoppedBy = (about: string): ProxyError =>
  new ProxyError("stopped_by_user", `"${about}" was stopped in the proxy.`, {
    hint: `Let it go on with: proxy-cli budget allow ${about}`,
  });
