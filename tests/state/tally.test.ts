import { expect, test } from "bun:test";
import type { RequestSummary } from "../../src/core/notice.ts";
import { addRequest, groupOf, noFigures } from "../../src/state/ledger/figures.ts";
import { createTally } from "../../src/state/tally.ts";
import { summary } from "../support/summary.ts";

const tallyOf = (...requests: readonly RequestSummary[]) => {
  const tally = createTally(() => 0);
  for (const request of requests) {
    tally.accept();
    tally.end(request);
  }
  return tally;
};

test("each end counts as what it was", () => {
  const tally = tallyOf(
    summary({ status: 200 }),
    summary({ status: 404 }),
    summary({ status: 429 }),
    summary({ outcome: "SD" }),
    summary({ outcome: "sD" }),
    summary({ outcome: "CH", status: null }),
  );
  tally.refuse();

  expect(tally.view()).toMatchObject({
    accepted: 6,
    ended: 6,
    ok: 1,
    limited: 1,
    cut: 2,
    aborted: 1,
    failed: 1,
    refused: 1,
  });
  tally.warn(2);
  expect(tally.view().protocolWarnings).toBe(2);
});

test("`status` and `stats` tell the same of the same requests", () => {
  const requests = [
    summary({ status: 200, durationMs: 10 }),
    summary({ outcome: "PD", durationMs: 20 }),
    summary({ outcome: "cD", error: "client_stalled", durationMs: 9000 }),
    summary({ outcome: "SD", status: 429, durationMs: 30 }),
  ];

  const figures = noFigures();
  for (const request of requests) addRequest(figures, request, 1);

  const { ok, limited, cut, aborted, failed } = groupOf("total", figures);
  expect(tallyOf(...requests).view()).toMatchObject({ ok, limited, cut, aborted, failed });
});

test("times are unknown while there are none, never 0", () => {
  expect(createTally(() => 0).view()).toMatchObject({ p50Ms: null, p95Ms: null, ttftP50Ms: null });
  expect(tallyOf(summary({ durationMs: 7, ttftMs: null })).view()).toMatchObject({ p50Ms: 7, ttftP50Ms: null });
});

test("the latest requests come newest first, and only so many are kept", () => {
  const tally = tallyOf(...Array.from({ length: 1000 }, (_, index) => summary({ id: `r_${index}` })));

  expect(tally.recent(3).map(({ id }) => id)).toEqual(["r_999", "r_998", "r_997"]);
  expect(tally.recent(9999).length).toBe(512);
});

test("U-34: counts that could not be meant are told of all together", () => {
  const tally = tallyOf(summary({ usageAnomalies: 2 }), summary({ usageAnomalies: 0 }), summary({ usageAnomalies: 1 }));

  expect(tally.view().usageAnomalies).toBe(3);
});
