import type { Exchange } from "../../core/exchange.ts";
import type { RequestSummary } from "../../core/notice.ts";
import { createJournal, type Journal, type JournalOptions, type Line } from "./journal.ts";

/** Writes down how long each request took, where that is wanted. */
export type Performance = Omit<Journal, "add"> & {
  readonly note: (exchange: Exchange, request: RequestSummary) => void;
  readonly setOn: (isOn: boolean) => void;
};

/** A log of times in this file: all requests or none, for of a sample nobody can say what it left out. */
export const createPerformance = (options: JournalOptions, isOnFirst: boolean): Performance => {
  const { add, ...journal } = createJournal(options);
  let isOn = isOnFirst;
  return {
    ...journal,
    note: (exchange, request) => {
      if (isOn) add(timesOf(exchange, request));
    },
    setOn: (wanted) => {
      isOn = wanted;
    },
  };
};

/**
 * `queueMs`: until it left for the vendor; `headMs`: from then to the head of the answer, the connection with it, for
 * that cannot be told apart; `ttftMs`: from the beginning to the first byte of the answer's body. Null = it did not come to that.
 */
const timesOf = ({ notes, startedTick }: Exchange, request: RequestSummary): Line => {
  const { sentAt, headAt } = notes;
  const { ttftMs, durationMs, outputTokens } = request;
  const streamMs = ttftMs === null ? null : durationMs - ttftMs;
  return {
    id: request.id,
    upstream: request.upstream,
    model: request.model,
    session: request.session,
    stream: request.stream,
    status: request.status,
    outcome: request.outcome,
    attempts: request.attempts,
    queueMs: sentAt === null ? null : exactMs(sentAt - startedTick),
    headMs: sentAt === null || headAt === null ? null : exactMs(headAt - sentAt),
    ttftMs: ttftMs === null ? null : exactMs(ttftMs),
    totalMs: exactMs(durationMs),
    outputTokens,
    tokensPerSecond: request.stream ? perSecond(outputTokens, streamMs) : null,
    bytesIn: request.bytesIn,
    bytesOut: request.bytesOut,
  };
};

/** A hundredth is as exact as it is worth. */
const exactMs = (ms: number): number => Math.round(ms * 100) / 100;

/** Of an answer that was there at once nobody can say how fast it came. */
const perSecond = (tokens: number | null, ms: number | null): number | null =>
  tokens === null || ms === null || ms < 1 ? null : Math.round((tokens * 10_000) / ms) / 10;
