import type { BudgetSpender, BudgetUnit } from "../core/budget.ts";
import { type Budget, budgetFrom } from "./budget.ts";
import { spanAt } from "./period.ts";
import { nameOf, type Spender } from "./spender.ts";

/** What a request is added to: one budget of one spender in one period. */
export type SumPlace = {
  readonly budget: Budget;
  /** Names it in commands. */
  readonly id: string;
  /** The beginning of its counters' names. */
  readonly key: string;
  readonly who: string | null;
  readonly endsAt: number | null;
};

/** What is counted beside the units: requests whose cost nobody knows. */
export type CountedUnit = BudgetUnit | "unknown";

/** The name of one counter of a sum. */
export const counterOf = ({ key }: Pick<SumPlace, "key">, unit: CountedUnit): string => `${key}:${unit}`;

/** A sum that has no end of its own is forgotten so long after its last request. */
export const restMs = 30 * 86_400_000;

/** Every sum that a request is a part of, in the order of the budgets; what it says of itself comes last. */
export const placesOf = (budgets: readonly Budget[], spender: Spender): readonly SumPlace[] => [
  ...budgets.flatMap((budget) => (budget.fits(spender) ? (placeOf(budget, spender) ?? []) : [])),
  ...(spender.cap === null ? [] : [placeOf(capOf(spender, spender.cap), spender) ?? []].flat()),
];

/** A request that belongs to no conversation has no part in the budget of one. */
const placeOf = (budget: Budget, spender: Spender): SumPlace | null => {
  const owner = budget.per === "session" ? spender.session : budget.per === "run" ? spender.label : "";
  if (owner === null) return null;
  const each = budget.each.length === 0 ? null : budget.each.map((one) => nameOf(spender, one)).join(" ");
  const span = spanAt(budget.per, spender.at);
  const who = [owner, each].filter((part) => part !== null && part !== "").join(" ");
  return {
    budget,
    id: who === "" ? budget.name : `${budget.name}/${who.replaceAll(" ", "/")}`,
    key: `budget:${budget.mark}:${JSON.stringify([owner, each])}:${span.name}`,
    who: who === "" ? null : who,
    endsAt: span.endsAt,
  };
};

/**
 * The sums that a name would be of, whether there is anything in them or not: `talk/s_19ab`, `each-tool/codex`, and for a
 * session or a run alone those of its budgets. Another daemon may have met them.
 */
export const placesCalled = (budgets: readonly Budget[], name: string, at: number): readonly SumPlace[] =>
  budgets.flatMap((budget) => {
    const isOwned = budget.per === "session" || budget.per === "run";
    const isWhole = name.startsWith(`${budget.name}/`);
    const [first = "", ...more] = (isWhole ? name.slice(budget.name.length + 1) : name).split("/");
    const each = isOwned || first === "" ? more : [first, ...more];
    if (!isWhole && (!isOwned || more.length > 0)) return [];
    if (each.length < budget.each.length || (each.length > 0 && budget.each.length === 0)) return [];
    const spender = { ...spenderCalled(budget.each, each), at, cap: null };
    return placeOf(budget, { ...spender, session: first, label: first }) ?? [];
  });

/** Who has these names; a slash may be part of the last one. */
const spenderCalled = (each: Budget["each"], names: readonly string[]) => {
  const of = (word: BudgetSpender): string => {
    const at = each.indexOf(word);
    return (at === each.length - 1 ? names.slice(at) : names.slice(at, at + 1)).join("/");
  };
  return { client: of("client"), token: of("token"), upstream: of("upstream"), models: [of("model")] };
};

/** By this name a budget goes that a request brings itself. */
export const capName = "x-proxy-budget";

const capOf = ({ label }: Spender, micros: number): Budget =>
  budgetFrom({ name: capName, per: label === null ? "session" : "run", limits: { dollars: micros } });

/** Whether any of them asks whose conversation it is. */
export const needsSession = (budgets: readonly Budget[], { label, cap }: Pick<Spender, "label" | "cap">): boolean =>
  budgets.some(({ per }) => per === "session") || (cap !== null && label === null);
