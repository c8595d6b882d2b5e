/**
 * What a vendor says that one answer took, in tokens. Null = it did not say; 0 = it said 0. Parts are contained in their
 * whole, whatever the vendor's own way of counting: `inputTokens` includes what was read from and written to its cache.
 */
export type Usage = {
  /** All that the model was given. */
  readonly inputTokens: number | null;
  /** Of the input: read from the vendor's prompt cache. */
  readonly cacheReadTokens: number | null;
  /** Of the input: written into the vendor's prompt cache, for whatever time. */
  readonly cacheWriteTokens: number | null;
  /** Of what was written: for an hour (Anthropic). */
  readonly cacheWrite1hTokens: number | null;
  /** Of the input: sound. */
  readonly inputAudioTokens: number | null;
  /** All that the model produced, its thinking included. */
  readonly outputTokens: number | null;
  /** Of the output: thinking. */
  readonly reasoningTokens: number | null;
  /** Of the output: sound. */
  readonly outputAudioTokens: number | null;
  /** Searches of the web that the vendor ran and bills apart. */
  readonly webSearches: number | null;
};

/** A vendor that has said nothing. */
export const noUsage: Usage = {
  inputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  cacheWrite1hTokens: null,
  inputAudioTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  outputAudioTokens: null,
  webSearches: null,
};

/** A usage as read, and how many of its numbers could not be meant: negative, fractions, texts, beyond all measure. */
export type UsageReading = { readonly usage: Usage; readonly anomalies: number };

/** More than any model takes or gives; a larger count is a mistake of the vendor's. */
const mostTokens = 20_000_000;

/** Reads the counts of one usage; each odd one is null and counted, so that it can never poison a sum. */
export type CountReader = {
  readonly count: (value: unknown) => number | null;
  /** A count that is a part of another one, so it can be no larger; null = that one is unknown. */
  readonly part: (value: unknown, whole: number | null) => number | null;
  readonly anomalies: () => number;
};

/** A reader of one usage's counts. A text of digits is taken for the number that it means, and counted as odd. */
export const countReader = (): CountReader => {
  let anomalies = 0;
  const part = (value: unknown, whole: number | null): number | null => {
    if (value === undefined || value === null) return null;
    const most = whole ?? mostTokens;
    if (isCount(value, most)) return value;
    anomalies++;
    const meant = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : null;
    return isCount(meant, most) ? meant : null;
  };
  return { anomalies: () => anomalies, count: (value) => part(value, null), part };
};

const isCount = (value: unknown, most: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;

/** How certain a cost is; see `Bill`. */
export type CostKind = "none" | "reported" | "estimated" | "unknown";

/** What one request took and cost. */
export type Bill = {
  /** As reported, filled up with estimates where `kind` is `estimated`. */
  readonly usage: Usage;
  /**
   * `none`: nothing is billed for it (refused, failed before the vendor worked, no model call); `reported`: by the
   * vendor's own counts; `estimated`: at least one count is ours, or the price of reading its cache; `unknown`: nobody
   * knows, then the cost is null.
   */
  readonly kind: CostKind;
  /** Micro-dollars, whole; null = unknown. */
  readonly costMicros: number | null;
};

/** What is not billed: its cost is known, and it is 0. */
export const nothingBilled: Bill = { usage: noUsage, kind: "none", costMicros: 0 };
