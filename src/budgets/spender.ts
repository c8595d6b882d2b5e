import type { BudgetSpender } from "../core/budget.ts";

/** All of a request that budgets go by. */
export type Spender = {
  /** When it began; wall clock. What begins today is today's, however late it ends. */
  readonly at: number;
  readonly client: string | null;
  /** The name of the client token that it shows. */
  readonly token: string | null;
  readonly upstream: string | null;
  /** Every name that its model has: as asked for, as sent, as answered. Whoever asks by another name spends the same. */
  readonly models: readonly string[];
  readonly session: string | null;
  /** The run that it is of. */
  readonly label: string | null;
  /** What it says itself that its run, or its session, may spend, in micro-dollars. */
  readonly cap: number | null;
};

/** The one name that stands for a spender where each has a sum of its own; of models the one that answers. */
export const nameOf = (spender: Spender, each: BudgetSpender): string => {
  if (each === "model") return shortModel(spender.models.at(-1) ?? "(none)");
  return spender[each] ?? "(none)";
};

/** The same model as vendors spell it: `models/gemini-2.5-pro`, `Gemini-2.5-Pro`. */
const shortModel = (name: string): string => name.toLowerCase().replace(/^models\//, "");
