import { expect, test } from "bun:test";
import { jsonAnswer, jsonRecord } from "../../../cli/output/json.ts";

test("programs get snake_case, RFC 3339 and null", () => {
  const answer = jsonAnswer({ startedAt: 0, uptimeMs: 5, inner: [{ isCurrent: true, p50Ms: null }] }, 1000);

  expect(answer).toEqual({
    schema: 1,
    generated_at: "1970-01-01T00:00:01.000Z",
    started_at: "1970-01-01T00:00:00.000Z",
    uptime_ms: 5,
    inner: [{ is_current: true, p50_ms: null }],
  });
});

test("durations are whole milliseconds and money whole micro-dollars, however deep they stand", () => {
  expect(jsonRecord({ ms: 1.5, p50Ms: 0.4, rows: [{ ttftMs: 9.6, costUsdMicros: 3.2, share: 0.5 }] })).toEqual({
    schema: 1,
    ms: 1.5,
    p50_ms: 0,
    rows: [{ ttft_ms: 10, cost_usd_micros: 3, share: 0.5 }],
  });
});
