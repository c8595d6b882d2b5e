import type { RequestSummary } from "../../core/notice.ts";
import type { StatsGroup } from "../ledger/row.ts";
import type { Session } from "./record.ts";

/** A session as people see it: what is known of it now, and what the ledger says that it took. */
export type SessionView = {
  readonly id: string;
  /** Whether its next request would still be found to be its own. */
  readonly active: boolean;
  readonly client: string | null;
  /** The session that started it as a helper. */
  readonly parent: string | null;
  readonly startedAt: number | null;
  readonly lastAt: number | null;
  readonly turns: number | null;
  readonly model: string | null;
  readonly upstream: string | null;
  /** The prompt of its latest request, in tokens. */
  readonly contextTokens: number | null;
  readonly requests: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Of the input, what was read from the vendor's cache, from 0 to 1. */
  readonly cachedShare: number | null;
  /** Micro-dollars of the requests whose cost is known, how many of them are estimates, and how many are not known. */
  readonly costMicros: number | null;
  readonly estimatedCost: number;
  readonly unknownCost: number;
  readonly savedTokens: number;
  /** Requests whose prompt could not be read from the vendor's cache again, and what that cost more. */
  readonly cacheBreaks: number;
  readonly cacheBreakMicros: number | null;
};

/** One session with each of its requests. */
export type SessionDetail = { readonly session: SessionView; readonly requests: readonly RequestSummary[] };

/** Sessions that are known and those that the ledger tells of, the latest used first. */
export const sessionViews = (known: readonly Session[], groups: readonly StatsGroup[]): readonly SessionView[] => {
  const taken = new Map(groups.map((group) => [group.name, group]));
  const ids = new Set(known.map(({ id }) => id));
  const others = groups.filter(({ name }) => name.startsWith("s_") && !ids.has(name));
  return [
    ...known.map((session) => ({ ...ofSession(session), ...figuresOf(taken.get(session.id) ?? null) })),
    ...others.map((group) => ({ ...unknownSession(group.name), ...figuresOf(group) })),
  ];
};

/** One session by its requests alone; what is known of it now goes before. */
export const sessionDetail = (
  id: string,
  known: Session | null,
  requests: readonly RequestSummary[],
): SessionDetail | null => {
  const [first] = requests;
  const last = requests.at(-1);
  if (known === null && last === undefined) return null;
  const here = known === null ? unknownSession(id) : ofSession(known);
  return {
    requests,
    session: {
      ...here,
      client: here.client ?? last?.client ?? null,
      startedAt: first?.startedAt ?? here.startedAt,
      lastAt: last?.startedAt ?? here.lastAt,
      turns: here.turns ?? last?.turn ?? null,
      model: here.model ?? last?.modelUsed ?? last?.model ?? null,
      upstream: here.upstream ?? last?.upstream ?? null,
      contextTokens: requests.findLast(({ inputTokens }) => inputTokens !== null)?.inputTokens ?? null,
      ...sumsOf(requests),
    },
  };
};

type Here = Omit<SessionView, keyof ReturnType<typeof figuresOf>>;

const ofSession = ({ id, client, parent, startedAt, lastAt, turns, last }: Session): Here => ({
  ...{ id, active: true, client, parent, startedAt, lastAt, turns },
  model: last?.model ?? null,
  upstream: last?.upstream ?? null,
  contextTokens: last?.usage?.inputTokens ?? null,
});

const unknownSession = (id: string): Here => ({
  ...{ id, active: false, client: null, parent: null, startedAt: null, lastAt: null, turns: null },
  ...{ model: null, upstream: null, contextTokens: null },
});

const figuresOf = (group: StatsGroup | null) => ({
  requests: group?.requests ?? 0,
  inputTokens: group?.inputTokens ?? null,
  outputTokens: group?.outputTokens ?? null,
  cachedShare: group?.cachedShare ?? null,
  costMicros: group?.costMicros ?? null,
  estimatedCost: group?.estimatedCost ?? 0,
  unknownCost: group?.unknownCost ?? 0,
  savedTokens: group?.savedTokens ?? 0,
  cacheBreaks: group?.cacheBreaks ?? 0,
  cacheBreakMicros: group?.cacheBreakMicros ?? null,
});

const sumsOf = (requests: readonly RequestSummary[]): ReturnType<typeof figuresOf> => {
  const sum = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
  };
  const told = requests.filter(({ cacheReadTokens, inputTokens }) => cacheReadTokens !== null && inputTokens !== null);
  const cacheable = sum(told.map(({ inputTokens }) => inputTokens)) ?? 0;
  return {
    requests: requests.length,
    inputTokens: sum(requests.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(requests.map(({ outputTokens }) => outputTokens)),
    cachedShare: cacheable === 0 ? null : (sum(told.map(({ cacheReadTokens }) => cacheReadTokens)) ?? 0) / cacheable,
    costMicros: sum(requests.map(({ costMicros }) => costMicros)),
    estimatedCost: requests.filter(({ costKind }) => costKind === "estimated").length,
    unknownCost: requests.filter(({ costKind }) => costKind === "unknown").length,
    savedTokens: sum(requests.map(({ savedTokens }) => savedTokens)) ?? 0,
    cacheBreaks: requests.filter(({ cacheBreak }) => cacheBreak !== null).length,
    cacheBreakMicros: sum(requests.map(({ cacheBreakMicros }) => cacheBreakMicros)),
  };
};
