import type { RequestSummary, RunningRequest } from "../../../src/control/contract.ts";
import { answerTo, type Question } from "./answers.ts";
import type { Data } from "./data.ts";
import { mergedLists } from "./newest-first.ts";

/** A request in the list, running or ended. While it runs, what only its end tells is null or zero. */
export type ListedRequest = Omit<RequestSummary, "outcome" | "durationMs"> & {
  /** Null while it runs. */
  readonly outcome: RequestSummary["outcome"] | null;
  /** Null while it runs; see `tookMs`. */
  readonly durationMs: number | null;
  /** Only while it runs. */
  readonly phase?: RunningRequest["phase"];
  /** Only while it waits for its turn. */
  readonly queue?: RunningRequest["queue"] | undefined;
  /** Only while it runs: wall clock, when the latest bytes of the answer came. */
  readonly lastByteAt?: number | null;
};

const known = new WeakMap<Data, readonly ListedRequest[]>();

/** Every request that is known here, running and ended, the newest first. Asked again about the same data it is the same list. */
export const listedRequests = (data: Data): readonly ListedRequest[] => {
  const before = known.get(data);
  if (before !== undefined) return before;
  const list = mergedLists<ListedRequest>(data.running.map(asListed), data.requests);
  known.set(data, list);
  return list;
};

/** All of one request: asked again and again until its end has been told; soon, when it has just ended. */
export const requestQuestion = ({ answers, requests }: Data, id: string): Question => {
  const isTold = (answerTo(answers, "request", { id })?.summary ?? null) !== null;
  const hasEnded = requests.some((one) => one.id === id);
  return { name: "request", ask: { id }, freshMs: isTold ? Number.POSITIVE_INFINITY : hasEnded ? 250 : 1000 };
};

/** How long it took, or has taken so far. */
export const tookMs = ({ durationMs, startedAt }: ListedRequest, now: number): number =>
  durationMs ?? Math.max(0, now - startedAt);

const asListed = (running: RunningRequest): ListedRequest => ({
  ...running,
  outcome: null,
  durationMs: null,
  status: null,
  error: null,
  modelUsed: null,
  ...{ inputTokens: null, cacheReadTokens: null, cacheWriteTokens: null, reasoningTokens: null, usageAnomalies: 0 },
  ...{ costKind: "unknown", costMicros: null, savedTokens: 0, savedMicros: null },
  ...{
    readsLostMicros: null,
    extraWritesMicros: null,
    ownCallsMicros: 0,
    memoryMode: null,
    memoryEdits: 0,
    prefixBreak: null,
    cacheBreak: null,
    cacheBreakMicros: null,
    rule: null,
    ...{ answerCache: null, avoidedInputTokens: null, avoidedOutputTokens: null, avoidedMicros: null },
  },
});
