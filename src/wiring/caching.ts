import type { Values } from "../config/schema.ts";
import type { CacheRules } from "../core/answer-cache.ts";
import { anyGlob } from "../lib/glob.ts";
import type { CacheServices } from "../middleware/cache.ts";
import type { Surroundings } from "./surroundings.ts";

type Around = Pick<Surroundings, "answerCache" | "secret" | "underWay" | "now" | "tick" | "timescale">;

type Waits = NonNullable<CacheServices["answerCache"]>["beginsToWait"];

/** How long requests that are the same wait for the rest of an answer whose head is there. */
const restMs = 10_000;

/** What answers are given again with, under one configuration; nothing of it exists where the cache is off. */
export const cachingOf = (values: Values, around: Around): CacheServices => {
  const { answerCache: store, secret, underWay, now, tick, timescale } = around;
  if (!values["cache.enabled"]) return { answerCache: null };
  const rules = cacheRulesIn(values);
  const beginsToWait: Waits = (id, breakOff) => {
    const waiting = { id, breakOff };
    underWay.add(waiting);
    return () => void underWay.delete(waiting);
  };
  return { answerCache: { ...{ rules, store, secret, now, tick, beginsToWait }, restMs: restMs * timescale } };
};

/** Which answers are kept, and for how long. */
export const cacheRulesIn = (values: Values): CacheRules => ({
  ttlMs: values["cache.ttl_seconds"] * 1000,
  maxEntryBytes: values["cache.max_entry_bytes"],
  keepsStreams: values["cache.streams"],
  keepsToolAnswers: values["cache.tool_answers"],
  isShared: values["cache.shared"],
  isSingleFlight: values["cache.single_flight"],
  onlyDeterministic: values["cache.deterministic_only"],
  path: anyGlob(values["cache.paths"]).fits,
  model: anyGlob(values["cache.models"]).fits,
});
