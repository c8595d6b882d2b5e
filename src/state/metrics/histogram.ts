/** Upper limits of the buckets in milliseconds, doubling from 10 ms; the last one is open. */
export const bucketLimitsMs: readonly number[] = Array.from({ length: 16 }, (_, power) => 10 * 2 ** power);

/** How often something took how long. */
export type Histogram = {
  readonly count: number;
  readonly sumMs: number;
  /** How many took no longer than each limit. */
  readonly upTo: readonly number[];
};

/** A histogram that is still being filled. */
export type HistogramInMaking = { readonly add: (ms: number) => void; readonly view: () => Histogram };

/** An empty histogram. */
export const createHistogram = (): HistogramInMaking => {
  const counts = new Array<number>(bucketLimitsMs.length + 1).fill(0);
  let count = 0;
  let sumMs = 0;
  return {
    add: (ms) => {
      const found = bucketLimitsMs.findIndex((limit) => ms <= limit);
      const index = found < 0 ? bucketLimitsMs.length : found;
      counts[index] = (counts[index] ?? 0) + 1;
      count++;
      sumMs += ms;
    },
    view: () => {
      let sum = 0;
      const upTo = bucketLimitsMs.map((_, index) => {
        sum += counts[index] ?? 0;
        return sum;
      });
      return { count, sumMs, upTo };
    },
  };
};
