import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { hitsIn } from "../../../../cli/dashboard/data/hits.ts";
import { todayQuestions } from "../../../../cli/dashboard/data/today.ts";
import type { StatsGroup } from "../../../../src/control/contract.ts";
import { after } from "../../../support/dashboard.ts";
import { cacheState } from "../../../support/dashboard-hits.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";
import { groupWith } from "../../../support/figures.ts";

const size = { columns: 80, rows: 24 };

test("where the cache is off and has given nothing there is nothing to tell", () => {
  expect(hitsIn(sceneState(sceneOf("calm"), size).data)).toBeNull();
  expect(hitsIn(sceneState(sceneOf("calm"), size, {}).data)).toBeNull();
});

test("hits, and what they did not cost, are those of the day", () => {
  expect(hitsIn(cacheState(size).data)).toMatchObject({ answerHits: 12, answerMisses: 23, avoidedMicros: 204_000 });
});

test("how long nobody waited is guessed by those that were looked for in vain, and not known before they are", () => {
  const state = cacheState(size);
  const [question] = todayQuestions(state.data);
  if (question === undefined) throw new Error("The day is asked for.");
  const group = (name: string, p50Ms: number, answerMisses: number): StatsGroup => ({
    ...groupWith(name),
    ...{ p50Ms, answerMisses },
  });
  const told = (groups: readonly StatsGroup[]) =>
    after(state, [{ type: "answered", key: keyOf(question), value: { groups, total: groupWith("total") } }], sceneNow)
      .state.data;

  expect(hitsIn(told([group("zai", 1000, 3), group("slow", 5000, 1), group("(cache)", 1, 0)]))?.avoidedMs).toBe(24_000);
  expect(hitsIn(told([group("(cache)", 1, 0)]))?.avoidedMs).toBeNull();
});
