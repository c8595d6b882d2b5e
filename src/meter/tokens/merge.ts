import { createRankHeap, placeIn, rankIn } from "./rank-heap.ts";
import type { Ranks } from "./ranks.ts";

/** Ranks are below this in every encoding. */
const rankRange = 2 ** 18;

/** The unions that were looked up last, in a table where each has one place; what comes later takes it. */
const rememberedBits = 16;

/** Room that is kept from one piece to the next, in bytes of a piece. */
const keptRoom = 65_536;

/**
 * Merges the bytes of one piece: always the two neighbours whose union has the lowest rank, the first of equals, until
 * no union has one. What is left over are the tokens; it gives their number.
 */
export const createMerge = (rankOf: Ranks["rankOf"]): ((bytes: string) => number) => {
  const heap = createRankHeap();
  const unionOf = createUnions(rankOf);
  let parts = createParts(keptRoom);

  const run = (bytes: string): number => {
    const { length } = bytes;
    const { next, before, token, union } = parts;
    /** Looks up what part `at` and the one after it make together. */
    const offer = (at: number): void => {
      const second = next[at] as number; // typed arrays that are long enough, here and below
      if (second === length) {
        union[at] = none;
        return;
      }
      const rank = unionOf(token[at] as number, token[second] as number, bytes, at, next[second] as number);
      union[at] = rank;
      if (rank !== none) heap.push(rank, at);
    };
    separate(parts, bytes, rankOf);
    for (let at = 0; at < length; at++) offer(at);
    let count = length;
    for (let lowest = heap.pop(); lowest !== null; lowest = heap.pop()) {
      const at = placeIn(lowest);
      const rank = rankIn(lowest);
      if (union[at] !== rank) continue; // one of the two has been merged with another since
      const second = next[at] as number;
      const third = next[second] as number;
      union[second] = none;
      token[at] = rank;
      next[at] = third;
      if (third < length) before[third] = at;
      count--;
      offer(at);
      if (at > 0) offer(before[at] as number);
    }
    return count;
  };

  return (bytes) => {
    if (bytes.length === 1 || rankOf.has(bytes)) return 1;
    if (bytes.length > keptRoom) parts = createParts(bytes.length);
    const count = run(bytes);
    if (bytes.length > keptRoom) parts = createParts(keptRoom);
    return count;
  };
};

/** No token has these bytes. */
const none = -1;

/** Makes every byte a part. */
const separate = ({ next, before, token }: Parts, bytes: string, rankOf: Ranks["rankOf"]): void => {
  for (let at = 0; at < bytes.length; at++) {
    next[at] = at + 1;
    before[at] = at - 1;
    token[at] = rankOf.get(bytes[at] ?? "") ?? 0;
  }
};

type Parts = ReturnType<typeof createParts>;

/** A part begins at its place: where the next begins, where the one before it does, its rank, and that of its union with the next. */
const createParts = (room: number) => ({
  next: new Int32Array(room),
  before: new Int32Array(room),
  token: new Int32Array(room),
  union: new Int32Array(room),
});

/** The rank of two neighbours' union. Remembered by their own ranks: to cut out the bytes and hash them is ten times dearer. */
const createUnions = (rankOf: Ranks["rankOf"]) => {
  const pairs = new Float64Array(2 ** rememberedBits).fill(none);
  const ranks = new Int32Array(2 ** rememberedBits);
  return (first: number, second: number, bytes: string, start: number, end: number): number => {
    const pair = first * rankRange + second;
    const place = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> (32 - rememberedBits);
    if (pairs[place] === pair) return ranks[place] as number;
    const rank = rankOf.get(bytes.slice(start, end)) ?? none;
    pairs[place] = pair;
    ranks[place] = rank;
    return rank;
  };
};
