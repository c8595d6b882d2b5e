import { expect, test } from "bun:test";
import { tokenUse } from "../../src/limits/use.ts";

const spent = (token: string | null, lastAt: number, requests: number) => ({
  ...{ token, lastAt, requests, tokens: 100 * requests, dollars: 7 * requests, unknown: requests - 1 },
});

test("what was done with a token is told of today and of all that the ledger has, and when it was used last", () => {
  const all = [spent("ci", 5, 3), spent("ci", 9, 1), spent("old", 2, 4), spent(null, 10, 8)];
  const today = [spent("ci", 9, 1), spent(null, 10, 8)];

  expect(tokenUse(all, today)).toEqual([
    {
      ...{ token: "ci", lastUsedAt: 9 },
      today: { requests: 1, tokens: 100, costMicros: 7, unknownCost: 0 },
      all: { requests: 4, tokens: 400, costMicros: 28, unknownCost: 2 },
    },
    {
      ...{ token: "old", lastUsedAt: 2 },
      today: { requests: 0, tokens: 0, costMicros: 0, unknownCost: 0 },
      all: { requests: 4, tokens: 400, costMicros: 28, unknownCost: 3 },
    },
  ]);
});
