import type { FailureCode } from "../core/errors.ts";
import type { RequestSummary } from "../core/notice.ts";
import { switchingProtocols } from "../core/socket.ts";
import { isAborted, isLimited, percentile } from "./ledger/statistics.ts";

/** How an upstream stands by what came back from it lately; nobody was asked for this. */
export type Standing = {
  /** `failing`: it answers, with errors of its own (5xx). `unknown`: nothing came back for a quarter of an hour. */
  readonly state: "ok" | "limited" | "failing" | "down" | "unknown";
  /** Since when without anything better in between; null where the state is `ok` or `unknown`. */
  readonly sinceAt: number | null;
  /** Until when it asked to be left alone; null where it did not say. */
  readonly untilAt: number | null;
  /** Why it is down, or the status that it fails with. */
  readonly reason: FailureCode | `status_${number}` | null;
  /** Of its latest answers; null while there are none. */
  readonly p50Ms: number | null;
};

/** Remembers for each upstream what came back. */
export type Standings = {
  /** A request has ended; `retryAfterMs` is how long the vendor asked to wait. */
  readonly end: (request: RequestSummary, retryAfterMs: number | null) => void;
  readonly of: (upstream: string) => Standing;
};

/** How many answers of each upstream times are told of. */
const window = 64;

/** What is older says nothing of now. */
const freshMs = 15 * 60_000;

/** How long a limit counts that came without a time. */
const limitMs = 60_000;

type Verdict = Pick<Standing, "state" | "reason">;

type Record = {
  readonly durations: number[];
  /** How many have been written into the ring of durations. */
  answers: number;
  verdict: Verdict;
  since: number;
  until: number | null;
  lastAt: number;
};

const nothing: Verdict = { state: "unknown", reason: null };

/** Of no upstream anything is known. */
export const unknownStanding: Standing = { ...nothing, sinceAt: null, untilAt: null, p50Ms: null };

/** Standings on this clock; nothing is known yet. */
export const createStandings = (now: () => number): Standings => {
  const byName = new Map<string, Record>();
  const recordOf = (name: string): Record => {
    const blank = { durations: [], answers: 0, verdict: nothing, since: 0, until: null, lastAt: 0 };
    const record: Record = byName.get(name) ?? blank;
    byName.set(name, record);
    return record;
  };
  return {
    end: (request, retryAfterMs) => {
      const verdict = verdictOf(request);
      if (request.upstream === null || verdict === null) return;
      const record = recordOf(request.upstream);
      // A WebSocket lasts as long as its client likes.
      if (request.outcome === "--" && request.status !== switchingProtocols)
        record.durations[record.answers++ % window] = request.durationMs;
      if (record.verdict.state !== verdict.state) record.since = now();
      record.verdict = verdict;
      record.lastAt = now();
      record.until = verdict.state === "limited" && retryAfterMs !== null ? record.lastAt + retryAfterMs : null;
    },
    of: (upstream) => {
      const record = byName.get(upstream);
      return record === undefined ? unknownStanding : standingOf(record, now());
    },
  };
};

/** What an end says of the upstream; null where it says nothing: the client left, or we refused. */
const verdictOf = (request: RequestSummary): Verdict | null => {
  const { outcome, status, error } = request;
  if (isAborted(request)) return null;
  if (outcome === "--" && error === null && status !== null) {
    if (isLimited(request)) return { state: "limited", reason: null };
    return status >= 500 ? { state: "failing", reason: `status_${status}` } : { state: "ok", reason: null };
  }
  // An answer that broke off (SD, sD) came from somewhere: neither up nor down follows from it.
  return /^[Ss][CH]$/.test(outcome) && error !== null ? { state: "down", reason: error } : null;
};

const standingOf = ({ durations, verdict, since, until, lastAt }: Record, now: number): Standing => {
  const p50Ms = percentile(durations, 0.5);
  if (now - lastAt > freshMs && (until ?? 0) <= now) return { ...unknownStanding, p50Ms };
  if (verdict.state === "limited" && (until ?? lastAt + limitMs) <= now) return { ...unknownStanding, p50Ms };
  return { ...verdict, sinceAt: verdict.state === "ok" ? null : since, untilAt: until, p50Ms };
};
