import type { RequestSummary } from "../core/notice.ts";
import { knownSum } from "../lib/money.ts";
import { addRequest, type Figures, groupOf, noFigures, shareOf } from "./ledger/figures.ts";
import type { StatsGroup } from "./ledger/row.ts";

/** What of a day is added up; its times are not. */
const summed = [
  ...["requests", "ok", "limited", "cut", "aborted", "failed", "bytesIn", "bytesOut"],
  ...["inputTokens", "cacheReadTokens", "cacheableTokens", "cacheWriteTokens", "outputTokens", "reasoningTokens"],
  ...["costMicros", "unknownCost", "estimatedCost", "estimatedMicros", "savedTokens", "savedMicros"],
  ...["readsLostMicros", "extraWritesMicros", "ownCallsMicros", "memoryEdits", "prefixBreaks", "undeclaredBreaks"],
  ...["cacheBreaks", "cacheBreakMicros"],
  ...["answerHits", "answerMisses", "avoidedTokens", "avoidedMicros"],
] as const satisfies readonly (keyof StatsGroup)[];

/** What has been asked for since midnight here; null = no request told. */
export type TodayView = Pick<StatsGroup, (typeof summed)[number] | "cachedShare"> & {
  /** Midnight; the start of the daemon where the ledger cannot tell of the time before. */
  readonly since: number;
};

/** The figures of the day, kept in memory so that `status` answers at once. */
export type Today = {
  /** A request has ended and has been given to the ledger. */
  readonly end: (request: RequestSummary) => void;
  /** Null until the ledger has told of the part of the day before the start. */
  readonly view: () => TodayView | null;
};

type Options = {
  readonly now: () => number;
  /** All that began at this moment or later and has ended before the call. */
  readonly ask: (since: number) => Promise<StatsGroup>;
};

/** Begins, when it is first needed, with what the ledger knows of the day, goes on with each request, and begins anew at midnight. */
export const createToday = ({ now, ask }: Options): Today => {
  const startedAt = now();
  let day: Day | null = null;
  const current = (): Day => {
    if (day === null || midnightOf(now()) !== day.midnight) day = beginDay(now(), ask);
    return day;
  };
  return {
    end: (request) => {
      const earlier = day;
      const { midnight, ended, inAnswer } = current();
      // What began yesterday is yesterday's, as in the ledger. What begins a day has ended before the question about it.
      if (request.startedAt >= midnight) addRequest(day === earlier ? ended : inAnswer, request, 1);
    },
    view: () => {
      const { midnight, ended, inAnswer, before } = current();
      if (before === "asked") return null;
      const since = before === "unknown" ? Math.max(midnight, startedAt) : midnight;
      return viewOf(since, groupOf("today", ended), before === "unknown" ? groupOf("today", inAnswer) : before);
    },
  };
};

type Day = {
  readonly midnight: number;
  /** What has ended since the question about what was before. */
  readonly ended: Figures;
  /** What has been seen to end before it, which its answer has too. */
  readonly inAnswer: Figures;
  before: StatsGroup | "asked" | "unknown";
};

const beginDay = (now: number, ask: Options["ask"]): Day => {
  const day: Day = { midnight: midnightOf(now), ended: noFigures(), inAnswer: noFigures(), before: "asked" };
  ask(day.midnight).then(
    (before) => {
      day.before = before;
    },
    () => {
      day.before = "unknown"; // no ledger: then it is what was seen
    },
  );
  return day;
};

const midnightOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

const viewOf = (since: number, one: StatsGroup, other: StatsGroup): TodayView => {
  const sums = Object.fromEntries(
    summed.map((field) => [field, (priced.includes(field) ? sumOfPriced : sumOf)(one[field], other[field])]),
  ) as Pick<StatsGroup, (typeof summed)[number]>; // each is of the type that both have
  return { since, ...sums, cachedShare: shareOf(sums.cacheReadTokens ?? 0, sums.cacheableTokens) };
};

const sumOf = (one: number | null, other: number | null): number | null =>
  one === null && other === null ? null : (one ?? 0) + (other ?? 0);

/** Amounts that are 0 where nothing happened, and null where it did and has no known price: 0 and unknown is unknown. */
const priced: readonly (typeof summed)[number][] = [
  ...(["savedMicros", "readsLostMicros", "extraWritesMicros", "cacheBreakMicros", "avoidedMicros"] as const),
];

const sumOfPriced = (one: number | null, other: number | null): number | null =>
  knownSum((one ?? 0) + (other ?? 0), one === null || other === null ? 1 : 0);
