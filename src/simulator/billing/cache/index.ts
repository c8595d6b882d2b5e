import type { Bill, DialectName } from "../../conversation.ts";
import type { JsonObject } from "../../json-view.ts";
import { type Beginning, beginningsOf } from "./beginnings.ts";
import { countedBeginnings } from "./counted.ts";
import { type Lifetime, lookBack, markedSteps, minMarkedTokens } from "./marked.ts";

/** How much of an input was read from the vendor's prompt cache and how much was written into it. */
export type CacheBill = Pick<Bill, "cachedTokens" | "cacheWrittenTokens" | "cacheWritten1hTokens">;

/** A bill, and the step that puts the prompt into the cache once it is answered. */
export type CacheEntry = { readonly bill: CacheBill; readonly keep: () => void };

/** Remembers the beginnings of prompts as a vendor does, so that a repeated beginning is billed as cached. */
export type PromptCache = {
  readonly look: (dialect: DialectName, model: string, json: JsonObject, now: number) => CacheEntry;
};

/** A cache for the newest `cap` beginnings, each kept for its lifetime after its last use. */
export const promptCache = (cap = 10_000): PromptCache => {
  const store = createStore(cap);
  return {
    look: (dialect, model, json, now) =>
      dialect === "anthropic" ? lookMarked(store, model, json, now) : lookCounted(store, dialect, model, json, now),
  };
};

const lifetimes: Readonly<Record<Lifetime, number>> = { "5m": 5 * 60_000, "1h": 60 * 60_000 };

type Store = {
  readonly has: (key: string, now: number) => boolean;
  /** Keeps it, or keeps it for as long again as it was kept for. */
  readonly keep: (key: string, now: number, lifetime?: Lifetime) => void;
};

const createStore = (cap: number): Store => {
  const kept = new Map<string, { readonly until: number; readonly lifetime: Lifetime }>();
  return {
    has: (key, now) => now < (kept.get(key)?.until ?? Number.NEGATIVE_INFINITY),
    keep: (key, now, asked) => {
      const lifetime = asked ?? kept.get(key)?.lifetime ?? "5m";
      kept.delete(key);
      kept.set(key, { until: now + lifetimes[lifetime], lifetime });
      const oldest = kept.size > cap ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
    },
  };
};

type Marked = Beginning & { readonly mark: Lifetime | null };

/** What was kept is looked for from each mark backwards; what is new up to the last mark is written. */
const lookMarked = (store: Store, model: string, json: JsonObject, now: number): CacheEntry => {
  const steps = markedSteps(json);
  const all = beginningsOf(steps, `anthropic/${model}`).map((beginning, at) => ({
    ...beginning,
    mark: steps[at]?.mark ?? null,
  }));
  const marks = all.filter(({ mark, tokens }) => mark !== null && tokens >= minMarkedTokens(model));
  const seen = marks.flatMap((mark) => {
    const at = all.indexOf(mark);
    return all.slice(Math.max(0, at - lookBack + 1), at + 1);
  });
  const known = seen.filter(({ key }) => store.has(key, now)).reduce<Marked | null>(longer, null);
  const cachedTokens = known?.tokens ?? 0;
  const keep = (): void => {
    if (known !== null) store.keep(known.key, now);
    for (const { key, mark } of marks) store.keep(key, now, mark ?? "5m");
  };
  return { bill: { cachedTokens, ...writtenIn(marks, cachedTokens) }, keep };
};

const longer = (found: Marked | null, next: Marked): Marked =>
  found !== null && found.tokens >= next.tokens ? found : next;

/** Each stretch up to a mark is written for as long as the mark says. */
const writtenIn = (marks: readonly Marked[], from: number): Omit<CacheBill, "cachedTokens"> => {
  let written = from;
  let anHour = 0;
  for (const { tokens, mark } of marks) {
    if (mark === "1h") anHour += Math.max(0, tokens - written);
    written = Math.max(written, tokens);
  }
  return { cacheWrittenTokens: written - from, cacheWritten1hTokens: anHour };
};

const lookCounted = (store: Store, dialect: DialectName, model: string, json: JsonObject, now: number): CacheEntry => {
  const beginnings = countedBeginnings(json, `${dialect}/${model}`);
  const known = beginnings.findLast(({ key }) => store.has(key, now));
  const keep = (): void => {
    for (const { key } of beginnings) store.keep(key, now);
  };
  return { bill: { cachedTokens: known?.tokens ?? 0, cacheWrittenTokens: 0, cacheWritten1hTokens: 0 }, keep };
};
