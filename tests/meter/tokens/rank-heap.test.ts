import { expect, test } from "bun:test";
import fc from "fast-check";
import { createRankHeap, placeIn, rankIn } from "../../../src/meter/tokens/rank-heap.ts";

const entries = fc.array(fc.tuple(fc.nat(2 ** 18 - 1), fc.nat(2 ** 31 - 1)), { maxLength: 200 });

test("entries come out by their rank, and those of a rank by their place", () => {
  fc.assert(
    fc.property(entries, (pushed) => {
      const heap = createRankHeap();
      for (const [rank, place] of pushed) heap.push(rank, place);

      const popped = Array.from(pushed, () => heap.pop() ?? -1).map((entry) => [rankIn(entry), placeIn(entry)]);

      expect(popped).toEqual([...pushed].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
      expect(heap.pop()).toBeNull();
    }),
  );
});

test("more entries than it has room for at first", () => {
  const heap = createRankHeap();
  for (let place = 100_000; place > 0; place--) heap.push(place % 7, place);

  let before = -1;
  let count = 0;
  for (let entry = heap.pop(); entry !== null; entry = heap.pop()) {
    expect(entry > before).toBe(true);
    before = entry;
    count++;
  }

  expect(count).toBe(100_000);
});
