import { expect, test } from "bun:test";
import { alertsAfter, alertsOfRecent, alertsOfStatus } from "../../../../cli/dashboard/data/alerts.ts";
import { type Data, noData } from "../../../../cli/dashboard/data/data.ts";
import type { RequestSummary, WatchMessage } from "../../../../src/control/contract.ts";
import { budgetAsk } from "../../../support/dashboard-budgets.ts";
import { emptyStatus } from "../../../support/scenes/status.ts";
import { summary } from "../../../support/summary.ts";

const now = 1_800_000_000_000;
const minuteMs = 60_000;

const after = (messages: readonly WatchMessage[], data: Data = noData, at = now): Data["alerts"] =>
  messages.reduce((alerts, message) => alertsAfter({ ...data, alerts }, message, at), data.alerts);
const ended = (more: Partial<RequestSummary>): WatchMessage => ({ type: "request-ended", request: summary(more) });
const said = (alerts: Data["alerts"]) => alerts.map(({ text, count }) => [text, count]);

test("the same thing is counted instead of told again, and stands in front", () => {
  const limited = (id: string) => ended({ id, status: 429, upstream: "zai-cn" });

  const alerts = after([limited("r_1"), ended({ status: 500 }), limited("r_2")]);

  expect(said(alerts)).toEqual([
    ["zai-cn answered 429", 2],
    ["anthropic answered 500", 1],
  ]);
  expect(alerts[0]?.request).toBe("r_2");
});

test("after ten minutes the same thing is news again", () => {
  const first = after([ended({ status: 429 })]);

  const later = after([ended({ status: 429 })], { ...noData, alerts: first }, now + 11 * minuteMs);

  expect(later.map(({ count }) => count)).toEqual([1, 1]);
});

test.each([
  [
    "an answer that breaks off",
    { outcome: "SD", error: "upstream_cut", durationMs: 31_000 },
    "anthropic: answer cut after 31.0 s",
  ],
  [
    "an upstream that refuses",
    { outcome: "SC", error: "upstream_refused", status: 502 },
    "anthropic: connection refused",
  ],
  [
    "a refusal of ours",
    { outcome: "PR", error: "middleware_refused", status: 403 },
    "refused by the proxy: middleware refused",
  ],
] as const)("%s is told", (_, more, text) => {
  expect(said(after([ended(more)]))).toEqual([[text, 1]]);
});

test("what ended well and who left by himself are nothing to look at", () => {
  expect(after([ended({}), ended({ outcome: "CD", error: "client_left" }), ended({ status: 404 })])).toEqual([]);
});

test("what lost caches cost is added up, what is unknown is not nothing, and less than a cent is", () => {
  const broken = (costMicros: number | null): WatchMessage => ({
    type: "cache-broken",
    ...{ id: "r_1", session: "s_1", why: "the tools changed", costMicros },
  });

  expect(after([broken(null)])[0]?.costMicros).toBeNull();
  expect(after([broken(40_000), broken(null), broken(20_000)])[0]?.costMicros).toBe(60_000);
  expect(after([broken(9999)])).toEqual([]);
});

test("a rejected configuration is told once, though the daemon warns of it too", () => {
  const told = after([{ type: "config-rejected", message: "config.yaml:3 unknown key\nand another" }]);
  const warnings = [
    "the changed configuration is not in force: config.yaml:3 unknown key   (and 1 more: proxy-cli config validate)",
  ];

  const alerts = alertsOfStatus({ alerts: told, status: emptyStatus }, { ...emptyStatus, warnings }, now);

  expect(said(alerts)).toEqual([["the changed configuration is not in force: config.yaml:3 unknown key", 1]]);
});

test("a warning whose number goes up is the same warning", () => {
  const warned = (rows: number) => ({ ...emptyStatus, warnings: [`${rows} rows of the ledger are lost`] });

  const first = alertsOfStatus({ alerts: [], status: emptyStatus }, warned(3), now);
  const then = alertsOfStatus({ alerts: first, status: warned(3) }, warned(214), now);

  expect([first.length, then]).toEqual([1, first]);
});

test("who opens the dashboard after the trouble sees the trouble of the last minutes, in its order", () => {
  const requests = [
    summary({ id: "r_3", startedAt: now - 1000, status: 429 }),
    summary({ id: "r_2", startedAt: now - 5000, outcome: "SD", error: "upstream_cut" }),
    summary({ id: "r_1", startedAt: now - 60 * minuteMs, status: 500 }),
  ];

  const alerts = alertsOfRecent([], requests, now);

  expect(alerts.map(({ request }) => request)).toEqual(["r_3", "r_2"]);
});

test("a storm of trouble keeps the latest fifty", () => {
  const alerts = after(Array.from({ length: 300 }, (_, at) => ended({ status: 429, upstream: `u${at}` })));

  expect([alerts.length, alerts[0]?.text]).toEqual([50, "u299 answered 429"]);
});

test("a question is told with what came of it, and one that was asked before anybody looked on too", () => {
  const asked: WatchMessage = { type: "budget-asked", ask: budgetAsk };
  const answered = (word: "allowed" | "stopped" | "late" | "left") =>
    after([asked, { type: "budget-answered", id: budgetAsk.id, about: "daily", answered: word }])[0];
  const budgets = { set: 1, sums: [], asks: [budgetAsk], stopped: [] };
  const unseen = alertsOfStatus(noData, { ...emptyStatus, budgets }, now);

  expect(after([asked])[0]).toMatchObject({
    ask: budgetAsk.id,
    text: expect.stringContaining("asks to go on: The budget"),
  });
  expect(answered("allowed")).toMatchObject({ tone: "running", text: "daily was asked about, and may go on" });
  expect(answered("late")?.text).toBe("daily was asked about and nobody answered: it is stopped");
  expect(answered("left")).not.toHaveProperty("ask");
  expect(unseen).toMatchObject([{ ask: budgetAsk.id }]);
  expect(alertsOfStatus({ alerts: unseen, status: null }, { ...emptyStatus, budgets }, now)).toBe(unseen);
});

test("that another daemon has taken the place of the one before is told, and a second look at the same one is not", () => {
  const known = { ...noData, status: emptyStatus };
  const snapshot = (startedAt: number): WatchMessage => ({ type: "snapshot", status: { ...emptyStatus, startedAt } });

  expect(said(after([snapshot(1)], known))).toEqual([["the proxy was started again: 0.4.0", 1]]);
  expect(after([snapshot(emptyStatus.startedAt)], known)).toEqual([]);
  expect(after([snapshot(1)])).toEqual([]);
});
