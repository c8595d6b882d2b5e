import type { RequestSummary } from "../core/notice.ts";
import { isAborted, isCut, isLimited, isOk, percentile } from "./ledger/statistics.ts";
import { createStandings, type Standings } from "./standings.ts";

/** What has happened since the daemon started, kept in memory so that `status` answers at once. */
export type TallyView = {
  readonly accepted: number;
  readonly ended: number;
  readonly ok: number;
  readonly limited: number;
  readonly cut: number;
  readonly aborted: number;
  /** Ended in any other way than those. */
  readonly failed: number;
  /** Turned away at the door: no request of ours, no row. */
  readonly refused: number;
  /** Events of streams that came out of their format's order; they were passed on all the same. */
  readonly protocolWarnings: number;
  /** Counts in the usage of answers that could not be meant; none of them is in any sum. */
  readonly usageAnomalies: number;
  /** Of the latest requests; null while there are none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly ttftP50Ms: number | null;
};

/** Counts requests as they begin and end. */
export type Tally = {
  readonly accept: () => void;
  readonly refuse: () => void;
  /** A mistake of ours. */
  readonly mistake: () => void;
  readonly warn: (count: number) => void;
  readonly end: Standings["end"];
  readonly view: () => TallyView;
  readonly mistakes: () => number;
  /** The latest requests, newest first. */
  readonly recent: (limit: number) => readonly RequestSummary[];
  /** One of the latest, by its id. */
  readonly latest: (id: string) => RequestSummary | null;
  /** How an upstream stands by what came back from it. */
  readonly standing: Standings["of"];
  readonly forget: Standings["forget"];
};

/** How many of the latest requests times are told of. */
const window = 512;

const nothingYet = {
  ...{ accepted: 0, ended: 0, ok: 0, limited: 0, cut: 0, aborted: 0, refused: 0 },
  ...{ protocolWarnings: 0, usageAnomalies: 0 },
};

const count = (request: RequestSummary, counts: typeof nothingYet): void => {
  if (isOk(request)) counts.ok++;
  if (isLimited(request)) counts.limited++;
  if (isCut(request)) counts.cut++;
  if (isAborted(request)) counts.aborted++;
  counts.usageAnomalies += request.usageAnomalies;
};

/** An empty tally on this clock. */
export const createTally = (now: () => number): Tally => {
  const counts = { ...nothingYet };
  let mistakes = 0;
  const latest: RequestSummary[] = [];
  const standings = createStandings(now);
  return {
    accept: () => {
      counts.accepted++;
    },
    refuse: () => {
      counts.refused++;
    },
    warn: (count) => {
      counts.protocolWarnings += count;
    },
    mistake: () => {
      mistakes++;
    },
    mistakes: () => mistakes,
    standing: standings.of,
    forget: standings.forget,
    end: (request, tries) => {
      latest[counts.ended++ % window] = request;
      count(request, counts);
      standings.end(request, tries);
    },
    view: () => {
      const durations = latest.filter((request) => !isAborted(request)).map(({ durationMs }) => durationMs);
      const firsts = latest.flatMap(({ ttftMs }) => ttftMs ?? []);
      const { ended, ok, limited, cut, aborted } = counts;
      return {
        ...counts,
        failed: ended - ok - limited - cut - aborted,
        p50Ms: percentile(durations, 0.5),
        p95Ms: percentile(durations, 0.95),
        ttftP50Ms: percentile(firsts, 0.5),
      };
    },
    latest: (id) => latest.find((request) => request.id === id) ?? null,
    recent: (limit) => {
      const newest = counts.ended % window;
      return [...latest.slice(newest), ...latest.slice(0, newest)].reverse().slice(0, limit);
    },
  };
};
