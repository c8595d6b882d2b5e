import { createHash } from "node:crypto";
import type { Amounts, BudgetPeriod, BudgetSpender, StopWord } from "../core/budget.ts";
import { globOf } from "../lib/glob.ts";
import type { Spender } from "./spender.ts";

/** A budget as the settings have it. */
export type BudgetWish = {
  readonly name: string;
  readonly per: BudgetPeriod;
  readonly each?: BudgetSpender | undefined;
  readonly match?: Matching | undefined;
  /** Micro-dollars, tokens, requests, milliseconds. */
  readonly limits: Amounts;
  readonly warnAt?: number | undefined;
  readonly onOver?: StopWord | undefined;
  readonly unknown?: "count" | "stop" | "ignore" | undefined;
};

type Patterns = string | readonly string[];
type Matching = { readonly [Name in BudgetSpender]?: Patterns | undefined };

/** A budget, ready to be asked. */
export type Budget = {
  readonly name: string;
  /** Of what it adds up: another limit makes no other budget, another match does. */
  readonly mark: string;
  readonly per: BudgetPeriod;
  readonly each: BudgetSpender | null;
  readonly limits: Amounts;
  readonly warnAt: number;
  readonly onOver: StopWord;
  readonly unknown: "count" | "stop" | "ignore";
  /** Whether a request is one of those that it is for. */
  readonly fits: (spender: Spender) => boolean;
};

const usualWarnAt = 0.8;

/** A budget of what somebody wants. */
export const budgetFrom = ({ name, per, each, match = {}, limits, warnAt, onOver, unknown }: BudgetWish): Budget => ({
  ...{ name, per, limits },
  each: each ?? null,
  mark: markOf([name, per, each ?? null, match.client, match.token, match.upstream, match.model]),
  warnAt: warnAt ?? usualWarnAt,
  onOver: onOver ?? "stop",
  unknown: unknown ?? "count",
  fits: fitting(match),
});

const markOf = (parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 12);

const fitting = ({ client, token, upstream, model }: Matching): Budget["fits"] => {
  const ways = [
    wayOf(client, (spender) => [spender.client]),
    wayOf(token, (spender) => [spender.token]),
    wayOf(upstream, (spender) => [spender.upstream]),
    wayOf(model, (spender) => spender.models),
  ].filter((way) => way !== null);
  return (spender) => ways.every((way) => way(spender));
};

const wayOf = (
  written: Patterns | undefined,
  namesIn: (spender: Spender) => readonly (string | null)[],
): Budget["fits"] | null => {
  if (written === undefined) return null;
  const globs = [written].flat().flatMap((text) => globOf(text) ?? []);
  return (spender) => namesIn(spender).some((name) => name !== null && globs.some(({ fits }) => fits(name)));
};
