import type { ProxyError } from "./errors.ts";

/** What a budget may set a limit to: micro-dollars, tokens, requests, and milliseconds that requests took. */
export const budgetUnits = ["dollars", "tokens", "requests", "minutes"] as const;

/** One of them. */
export type BudgetUnit = (typeof budgetUnits)[number];

/** For how long a sum is added up: a conversation, a run of one program, a day or a month where the daemon is. */
export const budgetPeriods = ["session", "run", "day", "month"] as const;

/** One of them. */
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** By whom a budget may be kept apart, so that each has a sum of its own. */
export const budgetSpenders = ["client", "token", "upstream", "model"] as const;

/** One of them. */
export type BudgetSpender = (typeof budgetSpenders)[number];

/** What becomes of a request when a budget is used up, or a loop was found. */
export const stopWords = ["warn", "pause", "stop"] as const;

/** One of them. */
export type StopWord = (typeof stopWords)[number];

/** Amounts by their units; `dollars` in micro-dollars, `minutes` in milliseconds. */
export type Amounts = { readonly [Unit in BudgetUnit]?: number };

/** One budget of one spender in one period, as people see it. */
export type BudgetSum = {
  /** Names it in commands: `daily`, `each-client/codex`. */
  readonly id: string;
  /** The budget that it is of. */
  readonly name: string;
  readonly per: BudgetPeriod;
  /** The session, the run, the client …; null = everybody's. */
  readonly who: string | null;
  readonly onOver: StopWord;
  readonly warnAt: number;
  /** What may be spent, with what a person has allowed on top. */
  readonly limits: Amounts;
  readonly allowed: Amounts;
  /** What has ended and is paid, in each unit. */
  readonly spent: Required<Amounts>;
  /** Requests of which nobody knows what they cost: they are not in `spent`. */
  readonly unknownCost: number;
  /** Whether those are told. */
  readonly tellsUnknown: boolean;
  /** The largest of `spent` as a share of its limit; 1 = all of it. */
  readonly share: number;
  readonly isOver: boolean;
  /** Whether a person has stopped it. */
  readonly isStopped: boolean;
  /** When it begins anew; null = when the session or the run is over. */
  readonly endsAt: number | null;
};

/** A question to a person: requests wait until it is answered. */
export type BudgetAsk = {
  readonly id: string;
  /** What is asked about: a sum by its id, or a session in a loop. */
  readonly about: string;
  /** What has happened, in a sentence. */
  readonly why: string;
  readonly client: string | null;
  readonly model: string | null;
  readonly session: string | null;
  readonly since: number;
  /** Without an answer until then it is stopped. */
  readonly until: number;
};

/** How it stands with all budgets. */
export type BudgetsView = {
  /** How many are set. */
  readonly set: number;
  /** The fullest first. */
  readonly sums: readonly BudgetSum[];
  readonly asks: readonly BudgetAsk[];
  /** Sessions and runs that a person has stopped. */
  readonly stopped: readonly string[];
};

/** What a person's word came to. */
export type BudgetAnswer = { readonly about: readonly string[]; readonly view: BudgetsView };

/** What faces ask about budgets, and what they say. */
export type BudgetDesk = {
  readonly budgets: (ask: Readonly<Record<string, never>>) => Promise<BudgetsView>;
  /** More of it: so much, else as much again. `about`: a sum, a budget, a session, a run or a question; null = the only question. */
  readonly allowBudget: (ask: {
    readonly about: string | null;
    readonly more: Amounts | null;
  }) => Promise<BudgetAnswer>;
  /** Nothing more of it. */
  readonly stopBudget: (ask: { readonly about: string | null }) => Promise<BudgetAnswer>;
  /** Takes back what a person has allowed and stopped: as the settings have it again. */
  readonly resetBudget: (ask: { readonly about: string }) => Promise<BudgetAnswer>;
};

/** Why a request may not go out as things are, and what becomes of it. */
export type Held = {
  readonly onOver: "pause" | "stop";
  /** What is asked about. */
  readonly about: string;
  readonly why: string;
  readonly error: ProxyError;
};
