import type { RequestSummary } from "../../core/notice.ts";
import type { CostKind } from "../../core/usage.ts";
import { isAborted, isCut, isLimited, isOk } from "../ledger/statistics.ts";

/** Sums over requests. Unknown counts are not in a sum; a sum of nothing but unknown ones is null. */
export type Figures = {
  readonly requests: number;
  readonly ok: number;
  readonly limited: number;
  readonly cut: number;
  readonly aborted: number;
  readonly failed: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly usageAnomalies: number;
  readonly costMicros: number | null;
  /** Of that: of requests with a count of ours. */
  readonly estimatedMicros: number;
  /** Requests by how certain their cost is. */
  readonly costKinds: Readonly<Record<CostKind, number>>;
  readonly savedTokens: number;
  readonly savedMicros: number;
  /** Requests of which nobody knows what they saved, and of those the batches, of which nobody knows what was lost. */
  readonly unknownSavings: number;
  readonly unknownLosses: number;
  readonly readsLostMicros: number;
  readonly extraWritesMicros: number;
  readonly ownCallsMicros: number;
  readonly memoryEdits: number;
  /** Requests in which we changed what had gone out before: in a batch, and without one, which must never be. */
  readonly prefixBreaks: number;
  readonly undeclaredBreaks: number;
  /** Requests whose prompt was read from a vendor's cache, and those whose was not although the vendor tells. */
  readonly promptCacheHits: number;
  readonly promptCacheMisses: number;
  readonly cacheBreaks: number;
  readonly cacheBreakMicros: number;
  /** Breaks of which nobody knows what they cost. */
  readonly unknownBreaks: number;
};

/** Sums of nothing. */
export const noFigures: Figures = {
  requests: 0,
  ok: 0,
  limited: 0,
  cut: 0,
  aborted: 0,
  failed: 0,
  bytesIn: 0,
  bytesOut: 0,
  inputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  usageAnomalies: 0,
  costMicros: null,
  estimatedMicros: 0,
  costKinds: { none: 0, reported: 0, estimated: 0, unknown: 0 },
  savedTokens: 0,
  savedMicros: 0,
  unknownSavings: 0,
  unknownLosses: 0,
  readsLostMicros: 0,
  extraWritesMicros: 0,
  ownCallsMicros: 0,
  memoryEdits: 0,
  prefixBreaks: 0,
  undeclaredBreaks: 0,
  promptCacheHits: 0,
  promptCacheMisses: 0,
  cacheBreaks: 0,
  cacheBreakMicros: 0,
  unknownBreaks: 0,
};

/** The same with one more request. */
export const withRequest = (sums: Figures, request: RequestSummary): Figures => {
  const ending = endingOf(request);
  const { costKind, cacheReadTokens: read, prefixBreak } = request;
  const isBatch = prefixBreak !== null && prefixBreak !== "undeclared";
  const isBroken = request.cacheBreak !== null;
  return {
    ...sums,
    requests: sums.requests + 1,
    [ending]: sums[ending] + 1,
    bytesIn: sums.bytesIn + request.bytesIn,
    bytesOut: sums.bytesOut + request.bytesOut,
    inputTokens: sumOf(sums.inputTokens, request.inputTokens),
    cacheReadTokens: sumOf(sums.cacheReadTokens, read),
    cacheWriteTokens: sumOf(sums.cacheWriteTokens, request.cacheWriteTokens),
    outputTokens: sumOf(sums.outputTokens, request.outputTokens),
    reasoningTokens: sumOf(sums.reasoningTokens, request.reasoningTokens),
    usageAnomalies: sums.usageAnomalies + request.usageAnomalies,
    costMicros: sumOf(sums.costMicros, request.costMicros),
    estimatedMicros: sums.estimatedMicros + (costKind === "estimated" ? (request.costMicros ?? 0) : 0),
    costKinds: { ...sums.costKinds, [costKind]: sums.costKinds[costKind] + 1 },
    savedTokens: sums.savedTokens + request.savedTokens,
    savedMicros: sums.savedMicros + (request.savedMicros ?? 0),
    unknownSavings: sums.unknownSavings + (request.savedMicros === null ? 1 : 0),
    unknownLosses: sums.unknownLosses + (isBatch && request.readsLostMicros === null ? 1 : 0),
    readsLostMicros: sums.readsLostMicros + (request.readsLostMicros ?? 0),
    extraWritesMicros: sums.extraWritesMicros + (request.extraWritesMicros ?? 0),
    ownCallsMicros: sums.ownCallsMicros + request.ownCallsMicros,
    memoryEdits: sums.memoryEdits + request.memoryEdits,
    ...breaksWith(sums, request.prefixBreak),
    promptCacheHits: sums.promptCacheHits + ((read ?? 0) > 0 ? 1 : 0),
    promptCacheMisses: sums.promptCacheMisses + (read === 0 ? 1 : 0),
    cacheBreaks: sums.cacheBreaks + (isBroken ? 1 : 0),
    cacheBreakMicros: sums.cacheBreakMicros + (request.cacheBreakMicros ?? 0),
    unknownBreaks: sums.unknownBreaks + (isBroken && request.cacheBreakMicros === null ? 1 : 0),
  };
};

const breaksWith = ({ prefixBreaks, undeclaredBreaks }: Figures, why: RequestSummary["prefixBreak"]) =>
  why === "undeclared"
    ? { prefixBreaks, undeclaredBreaks: undeclaredBreaks + 1 }
    : { prefixBreaks: prefixBreaks + (why === null ? 0 : 1), undeclaredBreaks };

/** What is known of both; null of two that nobody knows. */
const sumOf = (known: number | null, more: number | null): number | null =>
  more === null ? known : (known ?? 0) + more;

/** How a request ended, in the words of `stats`. */
export type EndingWord = "ok" | "limited" | "cut" | "aborted" | "failed";

/** Which of them it was. */
export const endingOf = (request: RequestSummary): EndingWord => {
  if (isOk(request)) return "ok";
  if (isLimited(request)) return "limited";
  if (isCut(request)) return "cut";
  return isAborted(request) ? "aborted" : "failed";
};
