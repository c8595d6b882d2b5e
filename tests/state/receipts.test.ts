import { expect, test } from "bun:test";
import type { Exchange } from "../../src/core/exchange.ts";
import { createReceipts } from "../../src/state/receipts.ts";
import { summary } from "../support/summary.ts";

const labelled = (id: string, label: string | null): Exchange =>
  ({
    id,
    request: new Request("http://x/", { headers: label === null ? {} : { "x-proxy-label": label } }),
  }) as Exchange; // all that is looked at

test("requests with one label add up; others and what has none are not among them", () => {
  const receipts = createReceipts();
  const one = labelled("r_1", "run-1");
  receipts.open(one);
  receipts.open(labelled("r_2", "run-1"));
  receipts.close(
    one,
    summary({ id: "r_1", durationMs: 5, inputTokens: 100, cacheReadTokens: 40, costMicros: 7, turn: 1 }),
  );
  receipts.close(labelled("r_3", "run-1"), summary({ id: "r_3", durationMs: 9, inputTokens: null, turn: null }));
  receipts.close(labelled("r_4", "run-2"), summary({ id: "r_4", durationMs: 99 }));
  receipts.close(labelled("r_5", null), summary({ id: "r_5" }));

  const receipt = receipts.of("run-1");

  expect(receipt).toMatchObject({ turns: 1, running: 1, slowest: { id: "r_3" } });
  expect(receipt?.total).toMatchObject({
    requests: 2,
    inputTokens: 100,
    cachedShare: 0.4,
    costMicros: 7,
    unknownCost: 1,
  });
  expect(receipts.of("run-3")).toBeNull();
});

test("so many labels are known and no more, and none that could be anything but a word", () => {
  const receipts = createReceipts(2);
  for (const label of ["a", "b", "c", "d e", "x".repeat(65)]) receipts.close(labelled("r_1", label), summary());

  expect(["a", "b", "c", "d e", "x".repeat(65)].map((label) => receipts.of(label) !== null)).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});

test("a run that lasts keeps its label, however many others come and go", () => {
  const receipts = createReceipts(3);
  for (let run = 0; run < 10; run++) {
    receipts.close(labelled(`r_${run}`, "lasting"), summary());
    receipts.close(labelled(`r_x${run}`, `short-${run}`), summary());
  }

  expect(receipts.of("lasting")?.total.requests).toBe(10);
  expect(receipts.of("short-0")).toBeNull();
});
