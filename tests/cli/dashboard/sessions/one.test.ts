import { expect, test } from "bun:test";
import { cacheSharesOf, growthOf, type Turn } from "../../../../cli/dashboard/sessions/one.ts";
import { summary } from "../../../support/summary.ts";

const turn = (more: Parameters<typeof summary>[0]): Turn => ({ request: summary({ turn: 1, ...more }), before: null });

test("what was read, written and missed is of the turns that told; calls beside them do not count", () => {
  const turns = [
    turn({ inputTokens: 1000, cacheReadTokens: 800, cacheWriteTokens: 100 }),
    turn({ inputTokens: 500, cacheReadTokens: null }),
    turn({ turn: null, inputTokens: 9000, cacheReadTokens: 0 }),
  ];

  expect(cacheSharesOf(turns)).toEqual({ read: 0.8, write: 0.1, miss: 0.1 });
  expect(cacheSharesOf(turns.slice(1))).toBeNull();
});

test("counts of a vendor that cannot be meant never make a share of more than all", () => {
  const shares = cacheSharesOf([turn({ inputTokens: 100, cacheReadTokens: 90, cacheWriteTokens: 5000 })]);

  expect(shares).toEqual({ read: 0.9, write: 0.1, miss: 0 });
});

test("growth is that of the latest ten turns, newest first; one turn has none", () => {
  const sizes = Array.from({ length: 30 }, (_, at) => (at < 11 ? 50_000 - at * 1000 : 10));

  expect(growthOf(sizes.map((inputTokens) => turn({ inputTokens })))).toBe(1000);
  expect(growthOf([turn({ inputTokens: 4 })])).toBeNull();
});
