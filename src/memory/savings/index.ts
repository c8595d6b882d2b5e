import type { Forwarded, Savings } from "../../core/memory.ts";
import type { CacheTruth } from "../../core/session.ts";
import type { Usage } from "../../core/usage.ts";
import type { Counted } from "./counting.ts";

/** What is known of a request when its bill is. */
export type SavingsQuestion = {
  /** What was left out of it; in shadow, what would have been. */
  readonly forwarded: Forwarded;
  /** What the vendor says that it took. */
  readonly usage: Usage;
  /** What became of its prompt at the vendor; null = nobody could look. */
  readonly cache: CacheTruth | null;
  /** What it costs with a usage, in micro-dollars; null = nobody knows. */
  readonly costMicros: (usage: Usage) => number | null;
  /** What calls of our own for it cost. */
  readonly ownCallsMicros?: number;
  /** What was left out by the vendor's own tokenizer, or one like it; null = by the quick estimate. */
  readonly counted?: Counted | null;
};

/**
 * What was saved by what was left out: the bill that the whole request would have had, less the one that came. What was
 * left out below the frontier would have been read from the vendor's cache where its reads show that it was warm, else
 * paid in full or written; what was left out above it would have been written. Negative where it cost more than it saved.
 */
export const savingsOf = ({ ownCallsMicros = 0, ...question }: SavingsQuestion): Savings => {
  const { forwarded, usage, costMicros } = question;
  const estimates = scaled(question);
  const { gross, behind } = estimates;
  const anew = lostReads(question, estimates);
  const grossTokens = Math.round(gross);
  const whole = shifted(usage, gross, behind + anew);
  const [paid, unshortened] = [costMicros(usage), costMicros(whole)];
  if (paid === null || unshortened === null || usage.inputTokens === null)
    return { grossTokens, readsLostMicros: null, extraWritesMicros: null, ownCallsMicros, netMicros: null };
  const netMicros = unshortened - paid - ownCallsMicros;
  if (forwarded.batch === null || anew === 0)
    return { grossTokens, readsLostMicros: 0, extraWritesMicros: 0, ownCallsMicros, netMicros };
  const unbroken = shifted(usage, 0, anew);
  const [read, plain] = [costMicros(unbroken), costMicros({ ...unbroken, cacheReadTokens: usage.cacheReadTokens })];
  return {
    grossTokens,
    readsLostMicros: read === null || plain === null ? null : plain - read,
    extraWritesMicros: plain === null ? null : paid - plain,
    ...{ ownCallsMicros, netMicros },
  };
};

/** What a request that went out whole would have saved, had this been left out of it; null = nobody knows a price. */
export const wouldHaveSaved = (
  question: SavingsQuestion,
): { readonly tokens: number; readonly micros: number | null } => {
  const { usage, costMicros } = question;
  const estimates = scaled(question);
  const { gross, behind } = estimates;
  const read = behind + readsAtStake(question, estimates);
  const [paid, less] = [costMicros(usage), costMicros(shifted(usage, -gross, -read))];
  return { tokens: Math.round(gross), micros: paid === null || less === null ? null : paid - less };
};

/** Estimates in the vendor's own tokens: all that was left out, and of that what could have been read from its cache. */
type Scaled = { readonly gross: number; readonly behind: number; readonly scale: number; readonly warm: number };

const scaled = ({ forwarded, usage, cache, counted = null }: SavingsQuestion): Scaled => {
  const { removedBefore, removedLive } = counted ?? forwarded;
  const scale = scaleOf(usage, cache);
  const each = counted === null ? scale : counted.isVendors ? 1 : scaleOf(usage, cache, counted.correction);
  const warm = warmShare(forwarded, usage, cache);
  return { scale, warm, gross: (removedBefore + removedLive) * each, behind: removedBefore * each * warm };
};

/** What a batch has kept from being read: all that could have been, and was not. */
const lostReads = ({ forwarded, usage, cache }: SavingsQuestion, { scale, warm }: Scaled): number => {
  if (forwarded.batch === null) return 0;
  const readable = cache?.readableTokens ?? null;
  if (readable === null) return forwarded.rewritten * scale * warm;
  return Math.max(0, readable * warm - (usage.cacheReadTokens ?? 0));
};

/** What a batch would have kept from being read: where a client marks what is kept, all behind the mark that leads it. */
const readsAtStake = ({ forwarded, usage, cache }: SavingsQuestion, { scale, warm, behind }: Scaled): number => {
  const { batch, rewritten } = forwarded;
  if (batch === null || warm === 0) return 0;
  if (usage.cacheWriteTokens === null) return rewritten * scale * warm;
  return Math.max(0, (usage.cacheReadTokens ?? 0) - behind - (cache?.markedHead ?? 0) * scale);
};

/** The vendor's tokens for each of ours, which are so many more than by our estimate of all that went out. */
const scaleOf = ({ inputTokens }: Usage, cache: CacheTruth | null, more = 0): number =>
  inputTokens === null || cache === null || cache.tokens + more <= 0 ? 1 : inputTokens / (cache.tokens + more);

/** Reads that fall short by less are whole: vendors cache in steps, and our own counts are estimates. */
const wholeShare = 0.85;

/** How much of what had gone out before the vendor still had in its cache, from 0 to 1. */
const warmShare = ({ batch }: Forwarded, { cacheReadTokens: read }: Usage, cache: CacheTruth | null): number => {
  if (read === null) return 0; // its bills know of no cache
  if (batch !== null && cache?.isCold === false) return 1; // nothing but the batch has ended it
  const readable = cache?.readableTokens ?? null;
  if (readable === null || readable === 0) return read > 0 ? 1 : 0;
  return read >= readable * wholeShare ? 1 : read / readable;
};

/** The same usage with so many more tokens of input, of which so many are read and not new: these may be old ones too. */
const shifted = (usage: Usage, more: number, moreRead: number): Usage => {
  const { inputTokens: input, cacheReadTokens, cacheWriteTokens: written, cacheWrite1hTokens: anHour } = usage;
  if (input === null) return usage;
  const inputTokens = Math.max(0, Math.round(input + more));
  const wasRead = cacheReadTokens ?? 0;
  const read = Math.min(inputTokens, Math.max(0, Math.round(wasRead + moreRead)));
  const isNew = input - wasRead;
  const writtenShare = isNew === 0 ? 1 : (written ?? 0) / isNew;
  const writes = written === null ? null : Math.round((inputTokens - read) * writtenShare);
  return {
    ...usage,
    inputTokens,
    cacheReadTokens: cacheReadTokens === null ? null : read,
    cacheWriteTokens: writes,
    cacheWrite1hTokens:
      anHour === null || writes === null ? anHour : Math.round(writes * (written === 0 ? 0 : anHour / (written ?? 1))),
  };
};
