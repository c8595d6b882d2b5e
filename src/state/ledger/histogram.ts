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

/** The bucket that a time belongs to. */
export const bucketOf = (ms: number): number =>
  ms <= shortestMs ? 0 : Math.min(Math.ceil(Math.log(ms / shortestMs) / logOfGrowth), buckets - 1);

const logOfGrowth = Math.log(growth);

/** Counts one time `times` often; -1 takes it out again. */
export const count = (histogram: Histogram, ms: number, times: number): void => addTo(histogram, bucketOf(ms), times);

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
  for (let bucket = 0; bucket < buckets; bucket++) before = writeBucket(bytes, before, bucket, histogram[bucket] ?? 0);
  return Uint8Array.from(bytes);
};

/** What was packed, with some more counts by their buckets: without a look at all the buckets that have nothing. */
export const repacked = (before: Uint8Array, more: ReadonlyMap<number, number>): Uint8Array => {
  const counts = new Map(more);
  unpack(before, (bucket, times) => counts.set(bucket, (counts.get(bucket) ?? 0) + times));
  const bytes: number[] = [];
  let last = 0;
  for (const bucket of [...counts.keys()].sort((a, b) => a - b))
    last = writeBucket(bytes, last, bucket, counts.get(bucket) ?? 0);
  return Uint8Array.from(bytes);
};

/** Gives the last bucket that was written. */
const writeBucket = (bytes: number[], before: number, bucket: number, times: number): number => {
  if (times === 0) return before;
  write(bytes, bucket - before);
  write(bytes, times);
  return bucket;
};

const write = (bytes: number[], value: number): void => {
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
};

/** Adds what was packed to a histogram. */
export const unpackInto = (histogram: Histogram, bytes: Uint8Array): void =>
  unpack(bytes, (bucket, times) => addTo(histogram, bucket, times));

const unpack = (bytes: Uint8Array, take: (bucket: number, times: number) => void): void => {
  let bucket = 0;
  let isCount = false;
  let value = 0;
  let place = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * place;
    place *= 128;
    if (byte > 127) continue;
    if (isCount) take(bucket, value);
    else bucket += value;
    isCount = !isCount;
    value = 0;
    place = 1;
  }
};
