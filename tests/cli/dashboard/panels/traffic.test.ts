import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { windowQuestion } from "../../../../cli/dashboard/data/series.ts";
import { trafficAndCounts, trafficPanel } from "../../../../cli/dashboard/panels/traffic.ts";
import { update } from "../../../../cli/dashboard/update.ts";
import { unknownBin } from "../../../../src/state/series/bins.ts";
import { panelText, stateOf } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const size = { columns: 80, rows: 24 };
const place = { columns: 78, rows: 5 };

test("errors stand below the time in which they were, a limit alone in another sign", () => {
  const bins = Array.from({ length: 74 }, (_, at) => ({
    ...unknownBin(at * 1000),
    ...{ known: true, requests: 2, limited: at === 10 || at === 20 ? 1 : 0, cut: at === 20 ? 1 : 0 },
  }));
  const answered = {
    type: "answered",
    key: keyOf(windowQuestion({ windowMinutes: 2 })),
    value: { at: 0, binMs: 1000, bins },
  } as const;

  const state = update(stateOf(size), answered, sceneNow).state;

  const [, signs = ""] = panelText(trafficPanel, state, sceneNow, place).at(-1)?.split("│") ?? [];
  expect([signs.indexOf("!"), signs.indexOf("x"), signs.trim().replaceAll(" ", "")]).toEqual([10, 20, "!x"]);
});

test("before the first answer it says that it asks, and why there is none", () => {
  const problem = {
    type: "unanswered",
    key: keyOf(windowQuestion({ windowMinutes: 2 })),
    problem: "no answer in time",
  } as const;

  expect(panelText(trafficPanel, stateOf(size), sceneNow, place)[0]).toBe(" asking the proxy …");
  expect(panelText(trafficPanel, update(stateOf(size), problem, sceneNow).state, sceneNow, place)[0]).toBe(
    " no answer in time",
  );
});

test("with the counts below, these are the day's", () => {
  const busy = sceneState(sceneOf("busy"), { columns: 120, rows: 40 });

  expect(panelText(trafficAndCounts, busy, sceneNow, place).at(-1)).toBe(
    " In flight 12   ok 90.0%   429: 40   400 requests today",
  );
});
