import type { Stats, StatsGroup, UpstreamView } from "../../../src/control/contract.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { today } from "../../period.ts";
import { answerTo, type Question } from "../data/answers.ts";
import type { Data } from "../data/data.ts";
import type { State } from "../state.ts";
import { type Target, targetsIn } from "../switching/targets.ts";

/** What is known of a place that requests go to; of `auto` the upstream is null. */
export type UpstreamFacts = Target & {
  readonly isCurrent: boolean;
  /** What went there since midnight, of `auto` all there was; null = nothing, or not told yet. */
  readonly today: StatsGroup | null;
  /** Whether the ledger has told of today. */
  readonly isTold: boolean;
  readonly perMinute: number;
};

/** What the list of upstreams asks for beside the list itself. */
export const todayQuestion = (now: number): Question<"stats"> => ({
  name: "stats",
  ask: { since: today(now).since, by: "upstream" },
  freshMs: 5000,
});

/** Each upstream with what is known of it. */
export const factsIn = ({ data }: State, now: number): readonly UpstreamFacts[] => {
  const stats: Stats | null = answerTo(data.answers, "stats", todayQuestion(now).ask);
  const current = data.status?.upstream ?? answerTo(data.answers, "upstreams", {})?.current;
  return targetsIn(data).map((target) => ({
    ...target,
    isCurrent: target.name === current,
    today: (target.upstream === null ? stats?.total : stats?.groups.find(({ name }) => name === target.name)) ?? null,
    isTold: stats !== null,
    perMinute: perMinute(data, now, target.upstream),
  }));
};

const minuteMs = 60_000;

/** Requests that ended within the last minute; where more went through than are kept here, as many as at that pace. */
const perMinute = ({ requests }: Data, now: number, upstream: UpstreamView | null): number => {
  const oldest = requests.at(-1)?.startedAt ?? now;
  const seenMs = requests.length < keptRequests ? minuteMs : Math.max(1000, Math.min(minuteMs, now - oldest));
  const ended = requests.filter((one) => one.startedAt + one.durationMs > now - seenMs && isOf(one, upstream)).length;
  return Math.round((ended * minuteMs) / seenMs);
};

/** With so many the list of requests is full, and older ones of this minute may be missing. */
const keptRequests = 500;

const isOf = (request: RequestSummary, upstream: UpstreamView | null): boolean =>
  upstream === null || request.upstream === upstream.name;
