import { expect, test } from "bun:test";
import { alertsAfter } from "../../../../cli/dashboard/data/alerts.ts";
import { type Data, noData } from "../../../../cli/dashboard/data/data.ts";
import { alertsOfUpstreams } from "../../../../cli/dashboard/data/upstream-alerts.ts";
import type { UpstreamsView, WatchMessage } from "../../../../src/control/contract.ts";
import { upstreamsOf } from "../../../support/scenes/upstreams.ts";
import { summary } from "../../../support/summary.ts";

const now = 1_800_000_000_000;

const after = (messages: readonly WatchMessage[], alerts: Data["alerts"] = [], at = now): Data["alerts"] =>
  messages.reduce<Data["alerts"]>((list, message) => alertsAfter({ ...noData, alerts: list }, message, at), alerts);
const said = (alerts: Data["alerts"]) => alerts.map(({ text, count }) => [text, count]);
const circuit = (state: "open" | "half-open" | "closed"): WatchMessage => ({
  ...{ type: "upstream-changed", upstream: "openai", state, untilAt: null },
  why: state === "closed" ? null : "upstream_refused",
});

test("an upstream that goes down is told, and that it is back after how long", () => {
  const usual = upstreamsOf("calm");
  const down: UpstreamsView = {
    ...usual,
    upstreams: usual.upstreams.map((one) =>
      one.name === "openai" ? { ...one, state: "down", sinceAt: now - 65_000, reason: "upstream_refused" } : one,
    ),
  };
  const back: UpstreamsView = {
    ...usual,
    upstreams: usual.upstreams.map((one) => (one.name === "openai" ? { ...one, state: "ok" } : one)),
  };

  const gone = alertsOfUpstreams(noData, usual, down, now);
  const again = alertsOfUpstreams({ alerts: gone }, down, back, now);

  expect(said(gone)).toEqual([["openai down (connection refused)", 1]]);
  expect(said(alertsOfUpstreams({ alerts: gone }, down, down, now))).toEqual(said(gone));
  expect(again[0]?.text).toBe("openai answers again after 1m05");
});

test("U-38: a request that has failed over is told, and the same way again is counted", () => {
  const moved: WatchMessage = {
    ...{ type: "request-planned", id: "r_1", startedAt: now, model: "m", upstream: "openai", provider: "openai" },
    ...{ stream: false, modelSent: null, translated: null, movedFrom: { upstream: "anthropic", reason: "refused" } },
  };
  const { movedFrom: _, ...plain } = moved;

  expect(said(after([plain, moved, moved]))).toEqual([["failed over from anthropic to openai: connection refused", 2]]);
});

test.each([
  ["open", "its circuit is open"],
  ["refused", "connection refused"],
  ["limited", "it answered 429"],
  ["error_first", "its answer began with an error"],
  ["some_new_word", "some new word"],
])("U-38: that it moved because of %s is told in words", (reason, words) => {
  const moved: WatchMessage = {
    ...{ type: "request-planned", id: "r_1", startedAt: now, model: "m", upstream: "openai", provider: "openai" },
    ...{ stream: false, modelSent: null, translated: null, movedFrom: { upstream: "anthropic", reason } },
  };

  expect(said(after([moved]))).toEqual([[`failed over from anthropic to openai: ${words}`, 1]]);
});

test("U-42 that a circuit opens is told, and that it is closed again after how long, each once", () => {
  const open = after([circuit("open"), circuit("half-open")]);

  expect(open).toMatchObject([{ text: "openai down: connection refused", circuit: "openai", tone: "error" }]);
  const back = after([circuit("closed"), circuit("closed")], open, now + 31_000);
  expect(said(back)).toEqual([
    ["openai answers again after 31s", 1],
    ["openai down: connection refused", 1],
  ]);
  expect(after([circuit("closed")])).toEqual([]);
});

test("U-42 requests that fail while a circuit is open count, and do not hide that it is", () => {
  const failed: WatchMessage = {
    type: "request-ended",
    request: summary({ id: "r_9", upstream: "openai", outcome: "SC", error: "upstream_refused", status: 502 }),
  };

  const open = after([failed, failed, circuit("open"), failed]);
  const later = after([circuit("closed"), failed], open, now + 1000);

  expect(open).toMatchObject([
    { text: "openai down: connection refused", circuit: "openai", count: 3, request: "r_9" },
  ]);
  expect(later[0]).toMatchObject({ text: "openai: connection refused" });
  expect(later[0]).not.toHaveProperty("circuit");
});

test("the same return is not told a second time by the list of upstreams", () => {
  const usual = upstreamsOf("calm");
  const down: UpstreamsView = {
    ...usual,
    upstreams: usual.upstreams.map((one) =>
      one.name === "openai" ? { ...one, state: "down", sinceAt: now, reason: "upstream_refused" } : one,
    ),
  };
  const back: UpstreamsView = {
    ...usual,
    upstreams: usual.upstreams.map((one) => (one.name === "openai" ? { ...one, state: "ok" } : one)),
  };
  const told = after([circuit("open"), circuit("closed")], [], now + 1000);

  expect(alertsOfUpstreams({ alerts: told }, down, back, now + 2000)).toBe(told);
});
