import type { TokenUse, UseSum } from "../core/limit.ts";
import { ByUse } from "../lib/by-use.ts";

/** Sums are kept for so long a time each; a minute and a day are told to that. */
const binMs = 10_000;
const binsAMinute = 6;
const binsADay = 8640;
const mostTokens = 1000;

type Kept = { readonly token: string; lastUsedAt: number; readonly bins: Map<number, UseSum> };

/** What was asked for with each token since the start, in the latest minute and day. */
export class Use {
  readonly #now: () => number;
  readonly #tokens = new ByUse<Kept>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A request with this token has ended. */
  note(token: string, took: Omit<UseSum, "requests">): void {
    const now = this.#now();
    const kept = this.#tokens.get(token) ?? { token, lastUsedAt: now, bins: new Map<number, UseSum>() };
    const bin = Math.floor(now / binMs);
    kept.lastUsedAt = now;
    kept.bins.set(bin, plus(kept.bins.get(bin) ?? nothing, { requests: 1, ...took }));
    for (const old of kept.bins.keys()) {
      if (old > bin - binsADay) break; // they stand in the order in which they came
      kept.bins.delete(old);
    }
    this.#tokens.use(token, kept);
    if (this.#tokens.size > mostTokens) this.#tokens.delete(this.#tokens.oldest() ?? "");
  }

  /** The longest unused first. */
  views(): readonly TokenUse[] {
    const bin = Math.floor(this.#now() / binMs);
    return [...this.#tokens.values()].map(({ token, lastUsedAt, bins }) => ({
      ...{ token, lastUsedAt },
      minute: sumAfter(bins, bin - binsAMinute),
      day: sumAfter(bins, bin - binsADay),
    }));
  }
}

const nothing: UseSum = { requests: 0, inputTokens: 0, costMicros: 0 };

const plus = (one: UseSum, other: UseSum): UseSum => ({
  requests: one.requests + other.requests,
  inputTokens: one.inputTokens + other.inputTokens,
  costMicros: one.costMicros + other.costMicros,
});

const sumAfter = (bins: ReadonlyMap<number, UseSum>, after: number): UseSum =>
  [...bins].reduce((sum, [bin, one]) => (bin <= after ? sum : plus(sum, one)), nothing);
