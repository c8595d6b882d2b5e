import type { BudgetsView } from "../../src/core/budget.ts";
import type { TokenUse } from "../../src/core/limit.ts";
import type { LedgerRow } from "../../tests/support/daemon.ts";
import type { Seen } from "./clients.ts";
import { type Goal, goal } from "./goal.ts";
import { goneUpstream, programs } from "./habits.ts";
import { mostAtOnce, mostInAll } from "./home.ts";
import type { Vendor } from "./vendor.ts";

/** What several parts have counted, each for itself. */
export type Counted = {
  readonly seen: Seen;
  readonly rows: readonly LedgerRow[];
  readonly cache: { readonly hits: number; readonly misses: number } | null | undefined;
  readonly budgets: BudgetsView;
  readonly tokens: readonly TokenUse[];
  readonly vendor: Pick<Vendor, "of">;
};

/** The features that count: each to the last request what the clients, the vendor and the ledger say. */
export const booksOf = (counted: Counted): readonly Goal[] => [
  ...cacheGoals(counted),
  ...limitGoals(counted),
  ...budgetGoals(counted),
  ...wayGoals(counted),
];

const same = (what: string, is: number, wanted: number, whose: string): Goal =>
  goal(what, is, `${wanted} ${whose}`, is === wanted);

const cacheGoals = ({ seen, cache }: Counted): readonly Goal[] => {
  const { hits = 0, misses = 0 } = cache ?? {};
  return [
    same("cache: answers given again", hits, seen.cache["hit"] ?? 0, "told to clients"),
    same("cache: hits + misses", hits + misses, seen.byHabit["asks again"] ?? 0, "asked"),
  ];
};

const limitGoals = ({ vendor }: Counted): readonly Goal[] => {
  const { mostAtOnce: most } = vendor.of(programs.limited);
  return [goal("limit: at the same time at the vendor", most, `${mostAtOnce} at most`, most <= mostAtOnce)];
};

/** What went out and is billed: what a vendor has refused costs nothing. */
const isBilled = ({ attempts, costKind }: LedgerRow): boolean => attempts > 0 && costKind !== "none";

const budgetGoals = ({ rows, seen, budgets }: Counted): readonly Goal[] => {
  const spent = budgets.sums.find(({ name }) => name === "all")?.spent;
  const rowsOf = (program: string): readonly LedgerRow[] => rows.filter(({ client }) => client === program);
  const [own, capped] = [rowsOf(programs.spender), rowsOf(programs.capped)];
  const micros = own.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0);
  const billed = capped.filter(isBilled).length;
  const refused = seen.refused["spends too much: budget_exceeded"] ?? 0;
  const wentOut = capped.filter(({ attempts }) => attempts > 0).length;
  return [
    same("budget: micro-dollars spent", spent?.dollars ?? 0, micros, "in the ledger"),
    same("budget: requests spent", spent?.requests ?? 0, own.filter(isBilled).length, "in it"),
    goal("budget: let through of a used-up one", billed, `${mostInAll} at most`, billed <= mostInAll),
    same("budget: refused + let through", refused + wentOut, seen.byHabit["spends too much"] ?? 0, "sent"),
  ];
};

const wayGoals = ({ rows, tokens }: Counted): readonly Goal[] => {
  const shown = tokens.find(({ token }) => token === "soak")?.all.requests ?? 0;
  const billed = rows.filter((row) => row.client === programs.holder && isBilled(row)).length;
  const shortened = rows.filter(({ memoryEdits }) => memoryEdits > 0).length;
  const ledOn = rows.filter(({ rule, upstream }) => rule !== null && upstream === goneUpstream).length;
  const translated = rows.filter(({ translated }) => translated !== null).length;
  return [
    same("token: requests with it", shown, billed, "in the ledger"),
    goal("translated", translated, "some", translated > 0 || shown === 0),
    goal("fallback: rows of who cannot be reached", ledOn, "0", ledOn === 0),
    goal("memory: requests made shorter", shortened, "some", shortened > 0),
  ];
};
