import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Known, mostTries, nextLength, paidLengths, tolerance } from "../../../cli/test-context/search.ts";

const longest = 2_000_000;

/** Plays a whole search against a model with this window. */
const played = (window: number, book: number | null, says: boolean): Known & { readonly tries: number } => {
  let [known, tries]: [Known, number] = [{ fits: 1000, tooLong: null, said: null, book }, 0];
  for (let next = nextLength(known, longest); next !== null; next = nextLength(known, longest)) {
    known = next <= window ? { ...known, fits: next } : { ...known, tooLong: next, said: says ? window : known.said };
    tries++;
  }
  return { ...known, tries };
};

const windows = fc.integer({ min: 2000, max: 1_900_000 });

test("whatever the book says, the window is found within its tolerance, in a bounded number of tries", () => {
  fc.assert(
    fc.property(windows, fc.option(windows), fc.boolean(), (window, book, says) => {
      const { fits, tooLong, tries } = played(window, book, says);

      expect(fits).toBeLessThanOrEqual(window);
      expect(tooLong).toBeGreaterThan(window);
      expect((tooLong ?? 0) - fits).toBeLessThanOrEqual(tolerance(tooLong ?? 0));
      expect(tries).toBeLessThan(mostTries);
    }),
  );
});

test("a book that is right takes two tries, of which one is paid for", () => {
  expect(played(200_000, 200_000, false).tries).toBe(2);
  expect(paidLengths(200_000, 200_000, longest)).toEqual([199_800]);
});

test("what the vendor says itself is believed before the book, and tried", () => {
  const { fits, tooLong, tries } = played(128_000, 1_000_000, true);

  expect([fits, tooLong, tries]).toEqual([127_872, 128_128, 3]);
});

test("nothing longer is tried than the longest, also where all of it fits", () => {
  const all = paidLengths(Number.POSITIVE_INFINITY, null, 100_000);

  expect(all.at(-1)).toBe(100_000);
  expect(nextLength({ fits: 100_000, tooLong: null, said: null, book: null }, 100_000)).toBeNull();
});
