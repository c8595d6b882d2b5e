import { createCountingThread } from "../../../src/meter/tokens/thread.ts";

/** How a text was counted, and how long this thread had to wait for its turn meanwhile. */
export type Counted = {
  readonly text: string;
  readonly megabytes: number;
  readonly tokens: number;
  readonly perSecondMb: number;
  /**
   * The longest time between two turns of an event loop that ticks each millisecond, and of several rounds the one in
   * which it was shortest: what else runs on the machine differs from round to round, what counting does is the same.
   */
  readonly longestBlockMs: number;
};

const rounds = 8;
const mega = 1_000_000;
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Texts that nobody writes, and one that everybody does. */
const texts = (): readonly (readonly [string, string])[] => {
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const drawn = (from: string, length: number): string =>
    Array.from({ length }, () => from.charAt(random(from.length))).join("");
  return [
    ["English", "The quick brown fox jumps over the lazy dog, and nobody knows why it would. ".repeat(mega / 76)],
    ["one letter", "a".repeat(mega)],
    ["spaces", " ".repeat(mega)],
    ["Chinese, one character", "中".repeat(mega / 3)],
    ["Chinese, drawn at random", drawn("的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可", mega / 3)],
    ["base64", drawn(letters, mega)],
    ["emoji", "🚀".repeat(mega / 4)],
    ["dashes", "-".repeat(mega)],
  ];
};

/** Counts each text in the proxy's thread while this one looks at the clock. */
export const countHostile = async (): Promise<readonly Counted[]> => {
  const thread = createCountingThread();
  await thread.count(["warm"], "o200k_base");
  const results: Counted[] = [];
  for (const [text, value] of texts()) {
    const megabytes = Buffer.byteLength(value) / mega;
    let best: Counted = {
      text,
      megabytes,
      tokens: Number.NaN,
      perSecondMb: 0,
      longestBlockMs: Number.POSITIVE_INFINITY,
    };
    for (let round = 0; round < rounds; round++) {
      const blocks = watchLoop();
      const start = performance.now();
      const [tokens = Number.NaN] = (await thread.count([value], "o200k_base")) ?? [];
      const perSecondMb = Math.max(best.perSecondMb, megabytes / ((performance.now() - start) / 1000));
      best = { ...best, tokens, perSecondMb, longestBlockMs: Math.min(best.longestBlockMs, blocks.end()) };
    }
    results.push(best);
  }
  thread.stop();
  return results;
};

/** The longest block of this thread while nothing is counted: what the machine itself does to it. */
export const longestIdleBlockMs = async (): Promise<number> => {
  let longest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const blocks = watchLoop();
    await Bun.sleep(500);
    longest = Math.min(longest, blocks.end());
  }
  return longest;
};

const watchLoop = () => {
  let longestMs = 0;
  let last = performance.now();
  const look = (): void => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last - 1);
    last = now;
  };
  const timer = setInterval(look, 1);
  return {
    end: () => {
      look();
      clearInterval(timer);
      return longestMs;
    },
  };
};
