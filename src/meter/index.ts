import type { Tell, ToldAnswer } from "../core/answer.ts";
import type { Measure } from "../core/dialect.ts";
import type { Exchange } from "../core/exchange.ts";
import { removedBy } from "../core/memory.ts";
import type { Outcome } from "../core/outcome.ts";
import type { CostLine } from "../core/request-detail.ts";
import type { Bill, Usage } from "../core/usage.ts";
import { billOf, costOf, sumOf } from "./bill.ts";
import { type Billed, linesOf } from "./bill-lines.ts";
import { estimatedInput, type KnownInput } from "./estimate.ts";
import { createLessons } from "./lessons.ts";
import type { Prices } from "./purchase.ts";
import { tellOf } from "./tell.ts";
import type { Tokens } from "./tokens/index.ts";

/** Counts and prices what requests take. */
export type Meter = {
  readonly measure: Measure;
  readonly prices: Prices;
  readonly tokens: Tokens;
  /** What an exchange took and cost, once it has ended; `known` = what its session knows of its input. */
  readonly bill: (exchange: Exchange, outcome: Outcome, known?: KnownInput | null) => Bill;
  /** What an exchange would have cost with another usage, in micro-dollars; null = nobody knows. */
  readonly cost: (exchange: Exchange, usage: Usage) => number | null;
  /** What these answers to an exchange cost together, each for itself as those on a WebSocket are; null = nobody knows. */
  readonly costOfAnswers: (exchange: Exchange, answers: readonly ToldAnswer[]) => number | null;
  /** What the answer to an exchange may tell of itself, for formats that do; `tick` = the monotonic clock. */
  readonly tell: (exchange: Exchange, tick: () => number) => Tell;
  /** The lines of a bill. */
  readonly lines: (billed: Billed) => readonly CostLine[];
};

/** A meter by these prices. */
export const createMeter = (prices: Prices, tokens: Tokens): Meter => {
  const lessons = createLessons(tokens);
  return {
    prices,
    measure: tokens.measure,
    tokens,
    bill: (exchange, outcome, known = null) => {
      const inputTokens = (): number | null => {
        const asSent = estimatedInput(exchange, tokens, known);
        return asSent === null ? null : Math.max(0, asSent - removedBy(exchange.notes.forwarded));
      };
      const bill = billOf(exchange, outcome, { prices, inputTokens });
      lessons.hear(exchange, bill, known);
      return bill;
    },
    cost: (exchange, usage) => costOf(exchange, usage, prices),
    costOfAnswers: (exchange, answers) => sumOf(exchange, answers, prices),
    tell: (exchange, tick) => tellOf(exchange, prices, tick),
    lines: (billed) => linesOf(billed, prices),
  };
};
