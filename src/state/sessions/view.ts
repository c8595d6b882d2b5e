import type { MemoryMode } from "../../core/memory.ts";
import type { RequestSummary } from "../../core/notice.ts";
import type { Pin } from "../../core/pin.ts";
import { type SessionSum, sumOfSession } from "../ledger/of-session.ts";
import type { StatsGroup } from "../ledger/row.ts";
import type { ShadowView } from "../memory/shadow.ts";

export type { ShadowView } from "../memory/shadow.ts";

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
  /** Where a person has sent it; null = it goes where all others go. */
  readonly pin: Pin | null;
  /** How much a person wants left out of it; null = as of all others. */
  readonly memory: MemoryMode | null;
  /** The latest of its prompts whose size is known, in tokens. */
  readonly contextTokens: number | null;
  /** How many tokens fit into its model; null = nobody here knows. */
  readonly windowTokens: number | null;
  readonly requests: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Of the input, what was read from the vendor's cache, from 0 to 1. */
  readonly cachedShare: number | null;
  /** Micro-dollars of the requests whose cost is known, how many of them are estimates, and how many are not known. */
  readonly costMicros: number | null;
  readonly estimatedCost: number;
  readonly unknownCost: number;
  /** What was left out of it, and what that came to, net; null = no price is known. */
  readonly savedTokens: number;
  readonly savedMicros: number | null;
  /** Requests in which what had gone out before was changed, in a batch. */
  readonly prefixBreaks: number;
  /** What could have been saved in it; null = nothing was looked at, or it is over. */
  readonly shadow?: ShadowView | null;
  /** Requests whose prompt could not be read from the vendor's cache again, and what that cost more. */
  readonly cacheBreaks: number;
  readonly cacheBreakMicros: number | null;
};

/** One session with each of its requests. */
export type SessionDetail = { readonly session: SessionView; readonly requests: readonly RequestSummary[] };

/** Which sessions are listed: those with a request since then, so many at most. */
type Listed = { readonly since: number; readonly limit: number };

/** How many tokens fit into a model at an upstream; null = nobody here knows. */
export type WindowOf = (upstream: string, model: string) => number | null;

/** What is known of sessions besides what they hold themselves. */
export type Beside = {
  readonly windowOf: WindowOf;
  readonly pinOf: (session: string) => Pin | null;
  readonly modeOf: (session: string) => MemoryMode | null;
  readonly shadowOf?: ((session: string) => ShadowView | null) | undefined;
};

const nothingBeside: Beside = { windowOf: () => null, pinOf: () => null, modeOf: () => null };

/** Of the sessions that are known, the latest first, those that may be listed. */
export const latestOf = (known: readonly Session[], { since, limit }: Listed): readonly Session[] =>
  known.filter(({ lastAt }) => lastAt >= since).slice(0, limit);

/** Sessions that are known and those that the ledger tells of, the latest used first. */
export const sessionViews = (
  known: readonly Session[],
  sums: readonly SessionSum[],
  listed: Listed,
  beside: Beside = nothingBeside,
): readonly SessionView[] => {
  const [byId, added] = [new Map(known.map((session) => [session.id, session])), new Set(sums.map(({ id }) => id))];
  return [
    ...sums.map((sum) => viewOf(sum.id, byId.get(sum.id) ?? null, sum, beside)),
    ...latestOf(known, listed)
      .filter(({ id }) => !added.has(id))
      .map((session) => viewOf(session.id, session, null, beside)),
  ]
    .filter(({ lastAt }) => (lastAt ?? 0) >= listed.since)
    .sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0))
    .slice(0, listed.limit);
};

/** One session with its requests; what is known of it now goes before. */
export const sessionDetail = (
  id: string,
  known: Session | null,
  requests: readonly RequestSummary[],
  beside: Beside = nothingBeside,
): SessionDetail | null => {
  const sum = sumOfSession(id, requests);
  return known === null && sum === null ? null : { requests, session: viewOf(id, known, sum, beside) };
};

const viewOf = (
  id: string,
  known: Session | null,
  sum: SessionSum | null,
  { windowOf, pinOf, modeOf, shadowOf = () => null }: Beside,
): SessionView => {
  const model = known?.last?.model ?? sum?.model ?? null;
  const upstream = known?.last?.upstream ?? sum?.upstream ?? null;
  return {
    id,
    active: known !== null,
    client: known?.client ?? sum?.client ?? null,
    parent: known?.parent ?? null,
    startedAt: sum?.startedAt ?? known?.startedAt ?? null,
    lastAt: sum?.lastAt ?? known?.lastAt ?? null,
    turns: known?.turns ?? sum?.turn ?? null,
    model,
    upstream,
    pin: pinOf(id),
    memory: modeOf(id),
    shadow: shadowOf(id),
    contextTokens: sum?.contextTokens ?? known?.last?.usage?.inputTokens ?? null,
    windowTokens: model === null || upstream === null ? null : windowOf(upstream, model),
    ...figuresOf(sum?.figures ?? null),
  };
};

const figuresOf = (group: StatsGroup | null) => ({
  requests: group?.requests ?? 0,
  inputTokens: group?.inputTokens ?? null,
  outputTokens: group?.outputTokens ?? null,
  cachedShare: group?.cachedShare ?? null,
  costMicros: group?.costMicros ?? null,
  estimatedCost: group?.estimatedCost ?? 0,
  unknownCost: group?.unknownCost ?? 0,
  savedTokens: group?.savedTokens ?? 0,
  savedMicros: group?.savedMicros ?? null,
  prefixBreaks: group?.prefixBreaks ?? 0,
  cacheBreaks: group?.cacheBreaks ?? 0,
  cacheBreakMicros: group?.cacheBreakMicros ?? null,
});
