import type { Look } from "../availability/index.ts";
import { type FailureCode, failures } from "../core/errors.ts";
import type { RequestSummary } from "../core/notice.ts";
import { switchingProtocols } from "../core/socket.ts";
import type { Try } from "../core/tries.ts";
import { isAborted, isLimited, percentile } from "./ledger/statistics.ts";

/** How an upstream stands by what came back from it lately; nobody was asked for this. */
export type Standing = {
  /**
   * `limited`: it answered 429. `overloaded`: 529 or 503, a moment ago. `failing`: it answers, with errors of its own
   * (5xx). `unknown`: nothing came back for a quarter of an hour.
   */
  readonly state: "ok" | "limited" | "overloaded" | "failing" | "down" | "unknown";
  /** Since when without anything better in between; null where the state is `ok` or `unknown`. */
  readonly sinceAt: number | null;
  /** Until when it asked to be left alone; null where it did not say. */
  readonly untilAt: number | null;
  /** Why it is down, or the status that it fails with. */
  readonly reason: FailureCode | `status_${number}` | null;
  /** Of its latest answers; null while there are none. */
  readonly p50Ms: number | null;
  /** Mean time to the head of its answers, the latest counting most. */
  readonly headMs?: number | null;
  /** Where its circuit is not closed: whether nothing is sent there, and when it is looked at next. */
  readonly circuit?: {
    readonly state: "open" | "half-open";
    readonly retryAt: number;
    readonly failures: number;
  } | null;
  /** Which keys and models of it are limited or overloaded, the longest first. */
  readonly cooling?: readonly Cooled[];
};

/** A key, or a model with a key, that is left alone for a while. */
export type Cooled = {
  readonly state: "limited" | "overloaded";
  /** How the key may be shown; null = the client's own, or any. */
  readonly key: string | null;
  /** Null = every model. */
  readonly model: string | null;
  readonly status: number;
  readonly untilAt: number;
};

/** Remembers for each upstream what came back. */
export type Standings = {
  /** What came back from who was asked in the end, and from those before: another one has answered in their place. */
  readonly end: (request: RequestSummary, tries?: readonly Past[]) => void;
  /** Whether it is limited or can be reached is told by those who are asked before each request: see `standingWith`. */
  readonly of: (upstream: string) => Standing;
  /** What came back before says nothing any more: it was found to be there again, or somebody says so. */
  readonly forget: (upstream: string) => void;
};

/** How many answers of each upstream times are told of. */
const window = 64;

/** What is older says nothing of now. */
const freshMs = 15 * 60_000;

type Verdict = Pick<Standing, "state" | "reason">;
type Past = Pick<Try, "upstream" | "what" | "reason">;

type Record = {
  readonly durations: number[];
  /** How many have been written into the ring of durations. */
  answers: number;
  verdict: Verdict;
  since: number;
  lastAt: number;
};

const nothing: Verdict = { state: "unknown", reason: null };

/** Of no upstream anything is known. */
export const unknownStanding: Standing = { ...nothing, sinceAt: null, untilAt: null, p50Ms: null };

/** Standings on this clock; nothing is known yet. */
export const createStandings = (now: () => number): Standings => {
  const byName = new Map<string, Record>();
  const recordOf = (name: string): Record => {
    const blank = { durations: [], answers: 0, verdict: nothing, since: 0, lastAt: 0 };
    const record: Record = byName.get(name) ?? blank;
    byName.set(name, record);
    return record;
  };
  const judge = (record: Record, verdict: Verdict) => {
    if (record.verdict.state !== verdict.state) record.since = now();
    record.verdict = verdict;
    record.lastAt = now();
  };
  return {
    end: (request, tries = []) => {
      for (const past of tries) {
        const verdict = verdictOfTry(past);
        if (verdict !== null) judge(recordOf(past.upstream), verdict);
      }
      const verdict = verdictOf(request);
      if (request.upstream === null || verdict === null) return;
      const record = recordOf(request.upstream);
      // A WebSocket lasts as long as its client likes.
      if (request.outcome === "--" && request.status !== switchingProtocols)
        record.durations[record.answers++ % window] = request.durationMs;
      judge(record, verdict);
    },
    of: (upstream) => {
      const record = byName.get(upstream);
      return record === undefined ? unknownStanding : standingOf(record, now());
    },
    forget: (upstream) => {
      const record = byName.get(upstream);
      if (record !== undefined) record.verdict = nothing;
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

/** The same of a try whose end the client has not seen; null where nobody was asked. */
const verdictOfTry = ({ what, reason }: Past): Verdict | null => {
  if (what === "skipped") return null;
  if (what === "failed") return { state: "down", reason: codeOf(reason) };
  if (reason === "limited" || reason === "overloaded") return { state: reason, reason: null };
  return { state: "failing", reason: null };
};

/** A try tells the code without what all of them begin with. */
const codeOf = (reason: string): FailureCode | null =>
  [`upstream_${reason}`, reason].find((code): code is FailureCode => Object.hasOwn(failures, code)) ?? null;

const standingOf = ({ durations, verdict, since, lastAt }: Record, now: number): Standing => {
  const p50Ms = percentile(durations, 0.5);
  if (now - lastAt > freshMs || verdict.state === "unknown") return { ...unknownStanding, p50Ms };
  return { ...verdict, sinceAt: verdict.state === "ok" ? null : since, untilAt: null, p50Ms };
};

/**
 * The same with what decides whether requests are sent there: one truth for who asks and for who looks. A limit that is
 * over is one of which nobody knows whether it still is.
 */
export const standingWith = (base: Standing, { circuit, cooling, headMs }: Look): Standing => {
  const cooled = cooling.map(({ state, keyHint: key, model, status, untilAt }) => ({
    ...{ state, key, model, status, untilAt },
  }));
  const more = { headMs, cooling: cooled, circuit: null };
  if (circuit.state !== "closed") {
    const { state, retryAt, failures, sinceAt, error } = circuit;
    return {
      ...base,
      ...more,
      state: "down",
      sinceAt,
      untilAt: null,
      reason: error,
      circuit: { state, retryAt, failures },
    };
  }
  const [longest] = cooling;
  const isPassing = base.state === "limited" || base.state === "overloaded";
  const isRefused = isPassing || /^status_5(03|29)$/.test(base.reason ?? "");
  if (longest !== undefined && (isRefused || base.state === "unknown")) {
    const { state, sinceAt, untilAt } = longest;
    return { ...base, ...more, state, sinceAt: base.sinceAt ?? sinceAt, untilAt, reason: null };
  }
  if (isPassing) return { ...unknownStanding, p50Ms: base.p50Ms, ...more };
  return { ...base, ...more };
};
