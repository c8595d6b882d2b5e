/** What was learned of each model: what its vendor reports, for each token of our estimate. */
export type Factors = {
  /** 1 as long as nothing is known. */
  readonly of: (model: string) => number;
  readonly learn: (model: string, estimatedTokens: number, reportedTokens: number) => void;
};

/** How much of the way to the latest request's factor one request goes, at most. */
const step = 0.25;

/** A request of this size goes half of that way: in small ones the vendor's own words outweigh the client's. */
const halfTrustTokens = 2000;

/** No tokenizer is further from ours; beyond is a mistake in what was read, or hidden input. */
const least = 0.4;
const most = 2.5;

/** Factors of so many models, in memory; the one that was learned of the longest ago is forgotten first. */
export const createFactors = (maxModels = 200): Factors => {
  const factors = new Map<string, number>();
  return {
    of: (model) => factors.get(model) ?? 1,
    learn: (model, estimatedTokens, reportedTokens) => {
      if (!(estimatedTokens > 0 && reportedTokens > 0)) return;
      const seen = reportedTokens / estimatedTokens;
      if (!(seen >= least && seen <= most)) return;
      const before = factors.get(model) ?? 1;
      const trust = (step * reportedTokens) / (reportedTokens + halfTrustTokens);
      factors.delete(model);
      factors.set(model, before + trust * (seen - before));
      const [oldest] = factors.keys();
      if (factors.size > maxModels && oldest !== undefined) factors.delete(oldest);
    },
  };
};
