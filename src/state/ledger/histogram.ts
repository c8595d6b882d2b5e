/**
 * How often each time was seen, in buckets of which each is 2 % wider than the one before. Two of them add up to one
 * without loss, and can be taken apart again. Bucket → count.
 */
export type Histogram = Map<number, number>;

/** Neighbouring bounds are so far apart that the middle of a bucket is within 1 % of all that is in it. */
const growth = 1.02;

/** Whatever is shorter counts as nothing. */
const shortestMs = 0.1;

/** Counts one time `times` often; -1 takes it out again. */
export const count = (histogram: Histogram, ms: number, times: number): void => {
  const bucket = ms <= shortestMs ? 0 : Math.ceil(Math.log(ms / shortestMs) / Math.log(growth));
  addTo(histogram, bucket, times);
};

/** Adds all of one histogram to another. */
export const merge = (into: Histogram, from: Histogram): void => {
  for (const [bucket, times] of from) addTo(into, bucket, times);
};

const addTo = (histogram: Histogram, bucket: number, times: number): void => {
  const sum = (histogram.get(bucket) ?? 0) + times;
  if (sum === 0) histogram.delete(bucket);
  else histogram.set(bucket, sum);
};

/** The nearest-rank percentile, within 1 %; null of nothing. */
export const percentileIn = (histogram: Histogram, share: number): number | null => {
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  const rank = Math.ceil(buckets.reduce((sum, [, times]) => sum + times, 0) * share);
  let passed = 0;
  for (const [bucket, times] of buckets) {
    passed += times;
    if (passed >= Math.max(1, rank)) return middleOf(bucket);
  }
  return null;
};

const middleOf = (bucket: number): number => (bucket === 0 ? 0 : (shortestMs * growth ** bucket * 2) / (1 + growth));

/** As bytes: each bucket's distance from the one before it, and its count, as numbers of seven bits a byte. */
export const packed = (histogram: Histogram): Uint8Array => {
  const bytes: number[] = [];
  let before = 0;
  for (const [bucket, times] of [...histogram].sort(([a], [b]) => a - b)) {
    write(bytes, bucket - before);
    write(bytes, times);
    before = bucket;
  }
  return Uint8Array.from(bytes);
};

const write = (bytes: number[], value: number): void => {
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
};

/** Adds what was packed to a histogram. */
export const unpackInto = (histogram: Histogram, bytes: Uint8Array): void => {
  let bucket = 0;
  let isCount = false;
  let value = 0;
  let place = 1;
  for (const byte of bytes) {
    value += (byte & 127) * place;
    place *= 128;
    if (byte > 127) continue;
    if (isCount) addTo(histogram, bucket, value);
    else bucket += value;
    isCount = !isCount;
    value = 0;
    place = 1;
  }
};
