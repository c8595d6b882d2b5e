import { expect, test } from "bun:test";
import { jsonAnswer } from "../../../cli/output/json.ts";

test("programs get snake_case, RFC 3339 and null", () => {
  const answer = jsonAnswer({ startedAt: 0, uptimeMs: 5, inner: [{ isCurrent: true, p50Ms: null }] }, 1000);

  expect(JSON.parse(answer)).toEqual({
    schema: 1,
    generated_at: "1970-01-01T00:00:01.000Z",
    started_at: "1970-01-01T00:00:00.000Z",
    uptime_ms: 5,
    inner: [{ is_current: true, p50_ms: null }],
  });
});
