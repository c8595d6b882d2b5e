import { expect, test } from "bun:test";
import { noData } from "../../../../cli/dashboard/data/data.ts";
import { hear } from "../../../../cli/dashboard/data/hear.ts";
import { listedRequests, tookMs } from "../../../../cli/dashboard/data/requests.ts";
import { summary } from "../../../support/summary.ts";

const now = 1_800_000_000_000;
const start = (id: string, startedAt: number) =>
  ({
    type: "request-started",
    ...{ id, startedAt, method: "POST", path: "/v1/messages", dialect: null, client: null },
  }) as const;

test("running and ended requests are one list, the newest first", () => {
  const data = [start("r_1", now), start("r_3", now + 2)].reduce(
    (so, message) => hear(so, message, now),
    hear(noData, { type: "request-ended", request: summary({ id: "r_2", startedAt: now + 1, durationMs: 40 }) }, now),
  );

  const list = listedRequests(data);

  expect(list.map(({ id, outcome }) => [id, outcome])).toEqual([
    ["r_3", null],
    ["r_2", "--"],
    ["r_1", null],
  ]);
  expect(list.map((one) => tookMs(one, now + 100))).toEqual([98, 40, 100]);
  expect(listedRequests(data)).toBe(list);
});

test("of a running request nothing is told that only its end tells", () => {
  const [running] = listedRequests(hear(noData, start("r_1", now), now));

  const { status, inputTokens, costMicros, costKind, durationMs } = running as NonNullable<typeof running>;

  expect([status, inputTokens, costMicros, costKind, durationMs]).toEqual([null, null, null, "unknown", null]);
});
