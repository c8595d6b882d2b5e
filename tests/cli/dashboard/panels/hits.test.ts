import { expect, test } from "bun:test";
import { hitDetailForms, hitForms } from "../../../../cli/dashboard/panels/hits.ts";
import { moneyPanel } from "../../../../cli/dashboard/panels/money.ts";
import { moneyLine, nowPanel } from "../../../../cli/dashboard/panels/now.ts";
import { panelText } from "../../../support/dashboard.ts";
import { cacheState } from "../../../support/dashboard-hits.ts";
import { sceneNow } from "../../../support/dashboard-scenes.ts";

const hits = { answerHits: 12, answerMisses: 23, avoidedTokens: 41_200, avoidedMicros: 204_000, avoidedMs: 41_000 };
const words = (forms: ReturnType<typeof hitForms>): readonly string[] =>
  forms.map((form) => form.map(({ text }) => text).join(""));

test("how often an answer was given again stands beside what that did not cost", () => {
  expect(words(hitForms(hits))).toEqual(["12 of 35, $0.20", "12 of 35"]);
  expect(words(hitForms({ ...hits, avoidedMicros: null }))[0]).toBe("12 of 35, 41k tokens");
  expect(words(hitForms({ ...hits, answerHits: 0 }))).toEqual(["0 of 23"]);
  expect(words(hitForms({ ...hits, answerHits: 0, answerMisses: 0 }))).toEqual(["none yet"]);
});

test("the time that nobody waited is marked as the estimate that it is, and goes first where there is little room", () => {
  expect(words(hitDetailForms(hits))).toEqual([
    "$0.20   12 of 35, ~41s not waited for",
    "$0.20   12 of 35, ~41s",
    "$0.20   12 of 35",
    "$0.20",
  ]);
  expect(words(hitDetailForms({ ...hits, avoidedMs: null }))[0]).toBe("$0.20   12 of 35");
  expect(words(hitDetailForms({ ...hits, answerHits: 0, answerMisses: 0 }))).toEqual(["nothing yet"]);
});

test("with the cache on every form of the overview has a word on it", () => {
  const shown = (panel: typeof nowPanel, columns: number) =>
    panelText(panel, cacheState({ columns: 80, rows: 24 }), sceneNow, { columns, rows: 6 }).join("\n");

  expect(shown(nowPanel, 78)).toContain("HIT 12 of 35, $0.20");
  expect(shown(moneyLine, 80)).toContain("HIT 12 of 35");
  expect(shown(moneyPanel, 37)).toContain(" hits    $0.20   12 of 35");
});
