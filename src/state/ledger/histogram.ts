/**
 * How often each time was seen, in buckets of which each is 2 % wider than the one before: the count of each bucket.
 * Two of them add up to one without loss, and can be taken apart again.
 */
export type Histogram = Float64Array;

/** Neighbouring bounds are so far apart that the middle of a bucket is within 1 % of all that is in it. */
const growth = 1.02;

/** Whatever is shorter counts as nothing. */
const shortestMs = 0.1;

/** The last bucket also has all that took longer than three days. */
const buckets = 1101;

/** Nothing seen yet. */
export const noTimes = (): Histogram => new Float64Array(buckets);

/** Counts one time `times` often; -1 takes it out again. */
export const count = (histogram: Histogram, ms: number, times: number): void => {
  const bucket = ms <= shortestMs ? 0 : Math.ceil(Math.log(ms / shortestMs) / Math.log(growth));
  addTo(histogram, Math.min(bucket, buckets - 1), times);
};

/** Adds all of one histogram to another, or with -1 takes it away. */
export const merge = (into: Histogram, from: Histogram, times: 1 | -1): void => {
  for (let bucket = 0; bucket < buckets; bucket++) addTo(into, bucket, times * (from[bucket] ?? 0));
};

const addTo = (histogram: Histogram, bucket: number, times: number): void => {
  histogram[bucket] = (histogram[bucket] ?? 0) + times;
};

/** The nearest-rank percentile, within 1 %; null of nothing. */
export const percentileIn = (histogram: Histogram, share: number): number | null => {
  let all = 0;
  for (let bucket = 0; bucket < buckets; bucket++) all += histogram[bucket] ?? 0;
  let missing = Math.max(1, Math.ceil(all * share));
  for (let bucket = 0; bucket < buckets; bucket++) {
    missing -= histogram[bucket] ?? 0;
    if (missing <= 0) return middleOf(bucket);
  }
  return null;
};

const middleOf = (bucket: number): number => (bucket === 0 ? 0 : (shortestMs * growth ** bucket * 2) / (1 + growth));

/** As bytes: the distance of each bucket that has something from the one before it, and its count, seven bits a byte. */
export const packed = (histogram: Histogram): Uint8Array => {
  const bytes: number[] = [];
  let before = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const times = histogram[bucket] ?? 0;
    if (times === 0) continue;
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
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
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
