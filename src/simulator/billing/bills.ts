import { type Bill, nothingBilled } from "../conversation.ts";
import type { LogEntry } from "../log.ts";
import { costMicrosOf } from "./price-list.ts";

/** What one model, or all of them, was billed for so far. */
export type Line = Bill & {
  readonly requests: number;
  /** Micro-dollars of those that have a price. */
  readonly costMicros: number;
  /** Requests of models without a price. */
  readonly unpriced: number;
};

/** All that was billed: only answers that went out whole. What broke off or was left is counted apart. */
export type Statement = {
  readonly total: Line;
  readonly models: Readonly<Record<string, Line>>;
  readonly unfinished: Line;
};

/** The books of a vendor. */
export type Books = {
  readonly add: (entry: LogEntry) => void;
  readonly statement: () => Statement;
  readonly clear: () => void;
};

const blank: Line = { ...nothingBilled, requests: 0, costMicros: 0, unpriced: 0 };

/** Books that know of nothing yet. */
export const createBooks = (): Books => {
  let models = new Map<string, Line>();
  let unfinished = blank;
  return {
    add: (entry) => {
      const bill = billedIn(entry);
      if (bill === null) return;
      if (entry.ending === "whole")
        models.set(entry.model, sumOf(models.get(entry.model) ?? blank, lineOf(entry, bill)));
      else unfinished = sumOf(unfinished, lineOf(entry, bill));
    },
    statement: () => ({
      total: [...models.values()].reduce(sumOf, blank),
      models: Object.fromEntries(models),
      unfinished,
    }),
    clear: () => {
      models = new Map();
      unfinished = blank;
    },
  };
};

/** Only an answer that went well is billed; one that does not know its tokens is none. */
const billedIn = (entry: LogEntry): Bill | null => {
  if (entry.status !== 200) return null;
  const { inputTokens, outputTokens, thinkingTokens, cachedTokens, cacheWrittenTokens, cacheWritten1hTokens } = entry;
  if (inputTokens === null || outputTokens === null || thinkingTokens === null) return null;
  if (cachedTokens === null || cacheWrittenTokens === null || cacheWritten1hTokens === null) return null;
  if (inputTokens + outputTokens === 0 || entry.isFree) return null;
  return { inputTokens, outputTokens, thinkingTokens, cachedTokens, cacheWrittenTokens, cacheWritten1hTokens };
};

const lineOf = (entry: LogEntry, bill: Bill): Line => {
  const costMicros = costMicrosOf(entry.model, bill);
  return { ...bill, requests: 1, costMicros: costMicros ?? 0, unpriced: costMicros === null ? 1 : 0 };
};

const sumOf = (a: Line, b: Line): Line => ({
  requests: a.requests + b.requests,
  costMicros: a.costMicros + b.costMicros,
  unpriced: a.unpriced + b.unpriced,
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  thinkingTokens: a.thinkingTokens + b.thinkingTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  cacheWrittenTokens: a.cacheWrittenTokens + b.cacheWrittenTokens,
  cacheWritten1hTokens: a.cacheWritten1hTokens + b.cacheWritten1hTokens,
});
