import type { Status } from "../../../src/control/contract.ts";
import type { Data } from "./data.ts";
import { todayByUpstream } from "./today.ts";

/** What our own cache of answers was good for since midnight. */
export type Hits = Pick<
  NonNullable<Status["today"]>,
  "answerHits" | "answerMisses" | "avoidedTokens" | "avoidedMicros"
> & {
  /** How long models would have taken, by how long they took where nothing was found: an estimate; null = not known. */
  readonly avoidedMs: number | null;
};

/** Null where the cache is off and gave nothing today, or nobody told yet. */
export const hitsIn = (data: Data): Hits | null => {
  const { status } = data;
  const today = status?.today ?? null;
  if (status === null || today === null) return null;
  const { answerHits, answerMisses, avoidedTokens, avoidedMicros } = today;
  if (answerHits === undefined || (!status.cache && answerHits === 0)) return null; // an older daemon does not say
  return { answerHits, answerMisses, avoidedTokens, avoidedMicros, avoidedMs: avoidedMsOf(answerHits, data) };
};

const avoidedMsOf = (hits: number, data: Data): number | null => {
  const asked = (todayByUpstream(data)?.groups ?? []).filter(
    ({ p50Ms, answerMisses }) => p50Ms !== null && answerMisses > 0,
  );
  const misses = asked.reduce((sum, { answerMisses }) => sum + answerMisses, 0);
  if (hits === 0 || misses === 0) return null;
  return (hits * asked.reduce((sum, { p50Ms, answerMisses }) => sum + (p50Ms ?? 0) * answerMisses, 0)) / misses;
};
