import { expect, test } from "bun:test";
import { type Data, noData } from "../../../../cli/dashboard/data/data.ts";
import { hear, mostRequests } from "../../../../cli/dashboard/data/hear.ts";
import type { WatchMessage } from "../../../../src/control/contract.ts";
import { summary } from "../../../support/summary.ts";

const now = 1_800_000_000_000;

const started = (id: string, startedAt: number): WatchMessage => ({
  type: "request-started",
  ...{ id, startedAt, method: "POST", path: "/v1/messages", dialect: "anthropic", client: "curl" },
});
const ended = (id: string, startedAt: number): WatchMessage => ({
  type: "request-ended",
  request: summary({ id, startedAt }),
});
const heard = (messages: readonly WatchMessage[], data: Data = noData): Data =>
  messages.reduce((so, message) => hear(so, message, now), data);
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

test("a request runs from its first notice to its last, then it is in the list once", () => {
  const begun = heard([started("r_1", now), started("r_2", now + 5)]);
  const over = heard([ended("r_1", now), ended("r_1", now)], begun);

  expect(ids(begun.running)).toEqual(["r_2", "r_1"]);
  expect([ids(over.running), ids(over.requests)]).toEqual([["r_2"], ["r_1"]]);
});

test("where a running request goes is known as soon as the proxy does", () => {
  const sent = { modelSent: "glm-5", translated: "openai-chat" };
  const plan = { model: "glm-4.6", upstream: "zai-cn", provider: "zai", stream: true, ...sent };
  const planned = (id: string): WatchMessage => ({ type: "request-planned", id, startedAt: now, ...plan });

  const { running } = heard([started("r_1", now), planned("r_1"), planned("r_gone")]);

  expect(running).toHaveLength(1);
  expect(running[0]).toMatchObject({ id: "r_1", client: "curl", ...plan });
});

test("requests stand in the order in which they began, however they ended", () => {
  const data = heard([ended("r_3", now + 3), ended("r_1", now + 1), ended("r_2", now + 2), ended("r_4", now + 3)]);

  expect(ids(data.requests).join()).toMatch(/^(r_3,r_4|r_4,r_3),r_2,r_1$/);
});

test("no more than the latest are kept, running or ended", () => {
  const data = heard(
    Array.from({ length: 3 * mostRequests }, (_, at) => [
      started(`r_${at}`, now + at),
      ended(`e_${at}`, now + at),
    ]).flat(),
  );

  expect([data.running.length, data.requests.length]).toEqual([mostRequests, mostRequests]);
  expect([data.running[0]?.id, data.requests[0]?.id]).toEqual(["r_1499", "e_1499"]);
});

test("after a snapshot nothing runs that was not told again, and what was missed is asked for", () => {
  const before = { ...heard([started("r_1", now)]), answers: { "recent {}": { at: 1, value: [], problem: null } } };

  const after = hear(before, { type: "snapshot", status: { warnings: [] } as never }, now);

  expect([after.running, after.answers]).toEqual([[], {}]);
});
