import type { CacheBreak, CacheTruth } from "../../core/session.ts";
import type { Usage } from "../../core/usage.ts";
import { changedByUs } from "./changed.ts";
import { differenceAt } from "./difference.ts";
import { commonLength, inOrder, keptTokens, type Placed, type Prompt, pathOf, tokensOf } from "./prompt.ts";

/** A prompt as it went out. */
export type Sent = {
  readonly upstream: string;
  readonly model: string;
  /** Wall clock. */
  readonly at: number;
  readonly prompt: Prompt;
  /** What the vendor said that it took; null = nothing. */
  readonly usage: Usage | null;
};

/** What is asked of one request. */
export type CacheQuestion = {
  readonly now: Sent;
  /** What the conversation sent before, the latest last. */
  readonly before: readonly Sent[];
  /** Why some of what had gone out before goes out otherwise this time, by our own will; null = nothing does. */
  readonly batch?: string | null;
  /** What this request would have cost with that usage, in micro-dollars; null = nobody knows. */
  readonly costMicros: (usage: Usage) => number | null;
};

/** Losses below are noise: vendors cache in steps, and our own counts are estimates. */
const leastTokens = 256;
const leastShare = 0.1;

/** No vendor keeps a shorter prompt, and some none below four times as much. */
const shortestTokens = 1024;
const shortTokens = 4096;

/** Vendors that cache by themselves do it in steps. */
const stepTokens = 128;

/** How far back from a mark Anthropic looks for something it knows, in blocks. */
const lookBack = 20;

/** What became of the repeated beginning of a prompt, and what it cost where it was not read from the vendor's cache. */
export const cacheTruth = (question: CacheQuestion): CacheTruth => {
  const { now, before } = question;
  const basis = before.findLast((sent) => isSamePlace(sent, now)) ?? before.at(-1) ?? null;
  const usage = now.usage;
  const prompt = inOrder(now.prompt);
  const total = tokensOf(prompt);
  const readShare = share(usage?.cacheReadTokens ?? null, usage?.inputTokens ?? null);
  const head = prompt.findLastIndex(({ area, segment }) => area !== "messages" && segment.isMarked);
  const markedHead = tokensOf(prompt.slice(0, head + 1));
  const alone = { repeatedShare: null, readShare, broke: null, tokens: total, readableTokens: null, markedHead };
  if (basis === null || total === 0) return { ...alone, isCold: false, isOurs: false };
  const old = inOrder(basis.prompt);
  const common = commonLength(old, prompt);
  const comparison = { ...question, basis, old, prompt, common };
  const broke = brokeIn(comparison);
  const isDeclared = (question.batch ?? null) !== null;
  const latest = inOrder((before.at(-1) ?? basis).prompt); // a batch may have been declared on the way elsewhere and back
  return {
    repeatedShare: tokensOf(prompt.slice(0, common)) / total,
    readShare,
    broke,
    ...{ tokens: total, markedHead },
    readableTokens: basis.usage === null ? null : readableOf(basis.usage, old, prompt),
    isCold: !isSamePlace(basis, now) || now.at - basis.at > lifetimeMs(basis.usage),
    isOurs: !isDeclared && (changedByUs(latest, prompt) !== null || isUnexplained(broke, usage, prompt)),
  };
};

/**
 * The vendor did not read what we promised, and nobody else can have changed it. Vendors that cache by themselves promise
 * nothing: what they did not read tells nothing of us.
 */
const isUnexplained = (broke: CacheBreak | null, usage: Usage | null, prompt: readonly Placed[]): boolean =>
  broke?.cause === "unexplained" &&
  usage !== null &&
  usage.cacheWriteTokens !== null &&
  prompt.some(({ segment }) => segment.sentAs !== undefined);

type Comparison = CacheQuestion & {
  readonly basis: Sent;
  readonly old: readonly Placed[];
  readonly prompt: readonly Placed[];
  readonly common: number;
};

const brokeIn = (comparison: Comparison): CacheBreak | null => {
  const { now, basis, prompt, old, costMicros } = comparison;
  const { usage } = now;
  if (usage === null || usage.cacheReadTokens === null || usage.inputTokens === null) return null;
  const readable = readableOf(basis.usage, old, prompt);
  const lost = Math.round(readable - usage.cacheReadTokens);
  if (lost < Math.max(leastTokens, leastShare * readable)) return tooShort(comparison, usage);
  return { ...reason(comparison), costMicros: extraCost(usage, lost, costMicros) };
};

/** What could have been read of a prompt had nothing been broken: all that was cached of it and is still sent. */
const readableOf = (usage: Usage | null, old: readonly Placed[], prompt: readonly Placed[]): number => {
  const lastMark = old.findLastIndex(({ segment }) => segment.isMarked);
  const cached = lastMark < 0 ? old : old.slice(0, lastMark + 1);
  const tokens = cachedBy(usage) * (keptTokens(cached, prompt) / tokensOf(cached));
  return usage?.cacheWriteTokens === null ? Math.floor(tokens / stepTokens) * stepTokens : tokens;
};

/** What a vendor had in its cache after a request: what it read and wrote; all of it where it does not tell of writing. */
export const cachedBy = (usage: Usage | null): number => {
  if (usage === null || usage.cacheReadTokens === null) return 0;
  if (usage.cacheWriteTokens !== null) return usage.cacheReadTokens + usage.cacheWriteTokens;
  return (usage.inputTokens ?? 0) < shortestTokens ? 0 : (usage.inputTokens ?? 0);
};

const reason = (comparison: Comparison): Omit<CacheBreak, "costMicros"> => {
  const { now, basis, old, prompt, common, batch = null } = comparison;
  if (basis.upstream !== now.upstream)
    return { cause: "switched", why: `upstream switched from ${basis.upstream} to ${now.upstream}`, at: null };
  if (basis.model !== now.model)
    return { cause: "model-changed", why: `model changed from ${basis.model} to ${now.model}`, at: null };
  const idleMs = now.at - basis.at;
  const ttlMs = lifetimeMs(basis.usage);
  if (idleMs > ttlMs) return { cause: "idle", why: `idle ${spell(idleMs)}, TTL ${spell(ttlMs)}`, at: null };
  const ours = changedByUs(old, prompt);
  if (ours !== null) return { cause: "memory", why: batch ?? "memory: changed what had gone out", at: pathOf(ours) };
  const changed = prompt[common] ?? old[common];
  if (common < old.length && changed !== undefined && common < prompt.length)
    return { cause: "block-changed", why: differenceAt(common, old, prompt), at: pathOf(changed) };
  const marks = markChange(old, prompt);
  if (marks !== null) return { cause: "marks-moved", why: marks, at: null };
  return {
    cause: "unexplained",
    why: `nothing changed, and the vendor did not read it after ${spell(idleMs)}`,
    at: null,
  };
};

const isSamePlace = (a: Sent, b: Sent): boolean => a.upstream === b.upstream && a.model === b.model;

/** How long a vendor keeps what it has cached: an hour where that was paid for, else the usual five or ten minutes. */
export const lifetimeMs = (usage: Usage | null): number => {
  if ((usage?.cacheWrite1hTokens ?? 0) > 0) return 3_600_000;
  return usage?.cacheWriteTokens === null ? 600_000 : 300_000;
};

/** Where a client marks the prompt for the cache: a mark too far behind the last one finds nothing of it. */
const markChange = (old: readonly Placed[], prompt: readonly Placed[]): string | null => {
  const last = (segments: readonly Placed[]): number => segments.findLastIndex(({ segment }) => segment.isMarked);
  if (last(old) < 0) return null;
  if (last(prompt) < 0) return "cache_control removed";
  const marked = prompt.flatMap(({ segment }, index) => (segment.isMarked ? index : []));
  const isInReach = marked.some((index) => index >= last(old) && index - last(old) < lookBack);
  return isInReach ? null : "cache_control moved";
};

/** A prompt that is marked and the vendor neither reads nor keeps. */
const tooShort = ({ prompt, common }: Comparison, usage: Usage): CacheBreak | null => {
  const isMarked = prompt.some(({ segment }) => segment.isMarked);
  const isLeft = usage.cacheReadTokens === 0 && usage.cacheWriteTokens === 0;
  const tokens = usage.inputTokens ?? 0;
  if (!isMarked || !isLeft || common === 0 || tokens >= shortTokens) return null;
  return {
    cause: "too-short",
    why: `below the vendor's minimum: a prompt of ${tokens} tokens is not kept`,
    at: null,
    costMicros: 0,
  };
};

/** What was paid beyond the price of reading these tokens; null = no price is known. */
const extraCost = (usage: Usage, lost: number, costMicros: CacheQuestion["costMicros"]): number | null => {
  const paid = costMicros(usage);
  const could = costMicros({
    ...usage,
    cacheReadTokens: (usage.cacheReadTokens ?? 0) + lost,
    cacheWriteTokens: lessened(usage.cacheWriteTokens, lost),
    cacheWrite1hTokens: lessened(usage.cacheWrite1hTokens, lost),
  });
  return paid === null || could === null ? null : Math.max(0, paid - could);
};

const lessened = (tokens: number | null, by: number): number | null =>
  tokens === null ? null : Math.max(0, tokens - by);

const share = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;

/** `6m12s`, `5m`, `1h`. */
const spell = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ];
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count}${unit}`)
      .join("") || "0s"
  );
};
