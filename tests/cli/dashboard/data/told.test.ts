import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { type Data, noData } from "../../../../cli/dashboard/data/data.ts";
import { hear } from "../../../../cli/dashboard/data/hear.ts";
import { told, untold } from "../../../../cli/dashboard/data/told.ts";
import type { RunningRequest } from "../../../../src/control/contract.ts";
import { runningOf } from "../../../support/scenes/requests.ts";
import { emptyStatus } from "../../../support/scenes/status.ts";
import { summary } from "../../../support/summary.ts";

const now = 1_800_000_000_000;
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
const runs = (id: string, startedAt: number): RunningRequest => ({
  ...(runningOf("calm")[0] as RunningRequest),
  id,
  startedAt,
});
const running = (data: Data, ...list: readonly RunningRequest[]) =>
  told(data, keyOf({ name: "running", ask: {} }), list, now);

test("the answer about what runs fills in what a beginning did not tell", () => {
  const start = { id: "r_1", startedAt: now, method: "POST", path: "/", dialect: null, client: null } as const;
  const begun = hear(noData, { type: "request-started", ...start }, now);

  expect(begun.running[0]?.model).toBeNull();
  expect(running(begun, runs("r_1", now)).running[0]?.model).toBe("claude-sonnet-4-5");
});

test("what has ended while the answer was on its way does not run again", () => {
  const ended = hear(noData, { type: "request-ended", request: summary({ id: "r_1", startedAt: now }) }, now);

  expect(running(ended, runs("r_1", now)).running).toEqual([]);
});

test("what has just begun stays though the answer does not know it yet; what ended unheard goes", () => {
  const data = { ...noData, running: [runs("r_new", now - 100), runs("r_old", now - 60_000)] };

  expect(ids(running(data, runs("r_2", now - 5000)).running)).toEqual(["r_new", "r_2"]);
});

test("an answer that is full says nothing of what is older than its last", () => {
  const full = Array.from({ length: 200 }, (_, at) => runs(`r_${at}`, now - at));
  const data = { ...noData, running: [runs("r_quiet", now - 3_600_000)] };

  expect(ids(running(data, ...full).running)).toContain("r_quiet");
});

test("the latest requests come beside those that were heard, each once", () => {
  const heard = hear(noData, { type: "request-ended", request: summary({ id: "r_2", startedAt: now }) }, now);
  const recent = [summary({ id: "r_2", startedAt: now }), summary({ id: "r_1", startedAt: now - 5 })];

  expect(ids(told(heard, keyOf({ name: "recent", ask: { limit: 500 } }), recent, now).requests)).toEqual([
    "r_2",
    "r_1",
  ]);
});

test("a status that is asked for is the status that is shown", () => {
  expect(told(noData, keyOf({ name: "status", ask: {} }), { ...emptyStatus, inFlight: 7 }, now).status?.inFlight).toBe(
    7,
  );
});

test("a question without an answer keeps the answer before, with why there is no newer one", () => {
  const key = keyOf({ name: "upstreams", ask: {} });
  const before = told(noData, key, { current: "a", upstreams: [], draining: [] }, now);

  const after = untold(before, key, "no answer in time", now + 1);

  expect(after.answers[key]).toEqual({ at: now + 1, value: before.answers[key]?.value, problem: "no answer in time" });
});
