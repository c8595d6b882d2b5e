import type { OutcomeCode } from "../../core/errors.ts";
import type { Stats, StatsGroup } from "./row.ts";

/** What the statistics need of a row. */
export type Sample = {
  readonly name: string;
  readonly status: number | null;
  readonly outcome: OutcomeCode;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly ttftMs: number | null;
  readonly durationMs: number;
};

/** Groups samples by their name. Pure, so that what `stats` says can be checked by hand. */
export const statisticsOf = (samples: readonly Sample[], order: "largest" | "name"): Stats => {
  const byName = Map.groupBy(samples, (sample) => sample.name);
  const groups = [...byName].map(([name, members]) => groupOf(name, members));
  groups.sort((a, b) => (order === "largest" ? b.requests - a.requests : 0) || a.name.localeCompare(b.name));
  return { groups, total: groupOf("total", samples) };
};

const groupOf = (name: string, members: readonly Sample[]): StatsGroup => {
  const count = (is: (sample: Sample) => boolean): number => members.filter(is).length;
  const ok = count(isOk);
  const limited = count(isLimited);
  const cut = count(isCut);
  const aborted = count(isAborted);
  const durations = members.filter((sample) => !isAborted(sample)).map((sample) => sample.durationMs);
  const firsts = members.flatMap(({ ttftMs }) => (ttftMs === null ? [] : [ttftMs]));
  return {
    name,
    requests: members.length,
    ok,
    limited,
    cut,
    aborted,
    failed: members.length - ok - limited - cut - aborted,
    bytesIn: members.reduce((sum, sample) => sum + sample.bytesIn, 0),
    bytesOut: members.reduce((sum, sample) => sum + sample.bytesOut, 0),
    p50Ms: percentile(durations, 0.5),
    p95Ms: percentile(durations, 0.95),
    ttftP50Ms: percentile(firsts, 0.5),
  };
};

type Ended = Pick<Sample, "status" | "outcome">;

/** Ended properly with a status below 400. */
export const isOk = ({ outcome, status }: Ended): boolean => outcome === "--" && status !== null && status < 400;

/** Answered with 429. */
export const isLimited = ({ outcome, status }: Ended): boolean => outcome === "--" && status === 429;

/** An answer that broke off. */
export const isCut = ({ outcome }: Ended): boolean => outcome === "SD" || outcome === "sD" || outcome === "PD";

/** Left by the client: how long it took says nothing of the upstream. */
export const isAborted = ({ outcome }: Ended): boolean => outcome[0] === "C" || outcome[0] === "c";

/** The nearest-rank percentile; null of nothing. */
export const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
};
