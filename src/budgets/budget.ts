import { createHash } from "node:crypto";
import type { Amounts, BudgetPeriod, BudgetSpender, StopWord } from "../core/budget.ts";
import { fittingOf, type When } from "../lib/fitting.ts";
import type { Spender } from "./spender.ts";

/** A budget as the settings have it. */
export type BudgetWish = {
  readonly name: string;
  readonly per: BudgetPeriod;
  readonly each?: BudgetSpender | readonly BudgetSpender[] | undefined;
  readonly when?: When<BudgetSpender> | undefined;
  /** Micro-dollars, tokens, requests, milliseconds. */
  readonly limits: Amounts;
  readonly warnAt?: number | undefined;
  readonly onOver?: StopWord | undefined;
  readonly unknown?: "count" | "stop" | "ignore" | undefined;
};

/** A budget, ready to be asked. */
export type Budget = {
  readonly name: string;
  /** Of what it adds up: another limit makes no other budget, another `when` does. */
  readonly mark: string;
  readonly per: BudgetPeriod;
  /** By what requests are told apart; empty = all together. */
  readonly each: readonly BudgetSpender[];
  readonly limits: Amounts;
  readonly warnAt: number;
  readonly onOver: StopWord;
  readonly unknown: "count" | "stop" | "ignore";
  /** Whether a request is one of those that it is for. */
  readonly fits: (spender: Spender) => boolean;
};

const usualWarnAt = 0.8;

/** A budget of what somebody wants. */
export const budgetFrom = ({ name, per, each, when = {}, limits, warnAt, onOver, unknown }: BudgetWish): Budget => ({
  ...{ name, per, limits },
  each: [each ?? []].flat(),
  mark: markOf([name, per, each ?? null, when.client, when.token, when.upstream, when.model]),
  warnAt: warnAt ?? usualWarnAt,
  onOver: onOver ?? "stop",
  unknown: unknown ?? "count",
  fits: fitting(when),
});

const markOf = (parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 12);

const fitting = (when: When<BudgetSpender>): Budget["fits"] => {
  const { fits } = fittingOf(when);
  return (spender) => fits((word) => (word === "model" ? spender.models : spender[word]));
};
