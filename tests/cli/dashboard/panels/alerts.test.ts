import { expect, test } from "bun:test";
import { alertsPanel } from "../../../../cli/dashboard/panels/alerts.ts";
import type { UpstreamView, WatchMessage } from "../../../../src/control/contract.ts";
import { after, hearing, panelText } from "../../../support/dashboard.ts";
import { budgetAsk, budgetState } from "../../../support/dashboard-budgets.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";
import { upstream, upstreamScene } from "../../../support/dashboard-upstreams.ts";

const shown = (columns: number, rows: number, now = sceneNow) =>
  panelText(alertsPanel, sceneState(sceneOf("trouble"), { columns: 80, rows: 24 }), now, { columns, rows });

test("a limit says when it ends, and how often it was met", () => {
  expect(shown(100, 20).join("\n")).toContain("zai-cn answered 429, resets in 41s (2 requests)");
  expect(shown(100, 20, sceneNow + 42_000).join("\n")).toContain("zai-cn answered 429 (2 requests)");
});

test("U-42 while a circuit is open its alert says when it is looked at next", () => {
  const openai = { ...upstream("openai"), state: "down", reason: "upstream_refused" } as const;
  const shownWith = (circuit: UpstreamView["circuit"], state: UpstreamView["state"] = "down"): string => {
    const upstreams = [{ ...openai, state, circuit: circuit ?? null }];
    const before = upstreamScene({ columns: 120, rows: 40 }, { upstreams, requests: [] });
    const open = {
      type: "upstream-changed",
      upstream: "openai",
      state: "open",
      why: "upstream_refused",
      untilAt: null,
    };
    const heard = after(before, hearing(open as WatchMessage), sceneNow).state;
    return panelText(alertsPanel, heard, sceneNow, { columns: 100, rows: 1 })[0] ?? "";
  };

  expect(shownWith({ state: "open", retryAt: sceneNow + 8000, failures: 5 })).toContain(
    "openai down: connection refused, circuit open, next look in 8s",
  );
  expect(shownWith({ state: "half-open", retryAt: 0, failures: 5 })).toContain(
    "connection refused, circuit half open ",
  );
  expect(shownWith(null, "ok").trimEnd()).toEndWith("openai down: connection refused");
});

test("a question says how long it still waits", () => {
  const { status, ...data } = budgetState({ columns: 80, rows: 24 }).data;
  if (status?.budgets === undefined) throw new Error("The scene has budgets.");
  const waiting = { ...status, budgets: { ...status.budgets, asks: [budgetAsk] } };
  const state = { ...budgetState({ columns: 80, rows: 24 }), data: { ...data, status: waiting } };
  const asked = after(state, hearing({ type: "budget-asked", ask: budgetAsk }), sceneNow).state;

  expect(panelText(alertsPanel, asked, sceneNow, { columns: 78, rows: 1 })[0]).toMatch(/waits 1m50 more$/);
});

test("what a lost cache costs is shown whole, the sentence before it gives way", () => {
  const line = shown(60, 20).find((text) => text.includes("cache of")) ?? "";

  expect(line).toMatch(/…, \$0\.041 more$/);
});

test("in a narrow place the time gives way to the words", () => {
  expect(shown(40, 1)).toEqual(["! the proxy is stopping: what runs may …"]);
  expect(shown(78, 1)[0]).toMatch(/^ ! \d\d:\d\d:\d\d {2}the proxy is stopping/);
});

test("where all is well that is what it says", () => {
  const empty = sceneState(sceneOf("empty"), { columns: 80, rows: 24 });

  expect(panelText(alertsPanel, empty, sceneNow, { columns: 40, rows: 1 })).toEqual([" nothing out of the ordinary"]);
});
