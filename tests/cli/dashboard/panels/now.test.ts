import { expect, test } from "bun:test";
import { moneyLine, nowPanel } from "../../../../cli/dashboard/panels/now.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import type { Status } from "../../../../src/control/contract.ts";
import { panelText } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const size = { columns: 78, rows: 3 };
const calm = sceneState(sceneOf("calm"), { columns: 80, rows: 24 });
type Today = NonNullable<Status["today"]>;
const withToday = (today: Partial<Today> | null): State => {
  const { status } = calm.data;
  if (status === null || status.today === null) throw new Error("the calm scene has a day");
  return {
    ...calm,
    data: { ...calm.data, status: { ...status, today: today === null ? null : { ...status.today, ...today } } },
  };
};
const text = (state: State, panel = nowPanel, columns = size.columns): string =>
  panelText(panel, state, sceneNow, { ...size, columns }).join("\n");

test("estimates are marked, and what is unknown stands beside what is known", () => {
  expect(text(calm)).toContain("Cost ~$0.59 + 1 unknown");
  expect(text(withToday({ estimatedCost: 0, unknownCost: 0 }))).toContain("Cost $0.59 ");
});

test("a cost that nobody knows is not nothing", () => {
  expect(text(withToday({ costMicros: null, unknownCost: 8 }))).toContain("Cost unknown");
  expect(text(withToday({ costMicros: null, unknownCost: 8 }), moneyLine, 40)).toContain("cost unknown");
});

test("before the ledger has told of the day nothing is said of it", () => {
  expect(text(withToday(null))).toContain("asking the ledger …");
  expect(text(withToday(null))).not.toContain("Cost");
});

test("savings may be a loss, and say so", () => {
  expect(text(withToday({ savedTokens: 12_000, savedMicros: -40_000 }))).toContain("Saved 12k tokens, -$0.040");
});

test("no number is cut, whatever the width", () => {
  for (let columns = 40; columns < 120; columns++)
    for (const panel of [nowPanel, moneyLine])
      for (const number of text(calm, panel, columns).matchAll(/\$[\d.]+|\d[\d.,]*%?/g))
        expect(text(calm, panel, 200)).toContain(number[0]);
});

test("where there is little room, what went wrong stays and times go", () => {
  const bad = withToday({ limited: 12, cut: 3, failed: 4 });

  expect(text(bad, nowPanel, 60)).toMatch(/429: 12 {3}cut: 3 {3}failed: 4/);
  expect(text(bad, nowPanel, 60)).not.toContain("TTFT");
  expect(text(bad, nowPanel, 110)).toContain("TTFT");
});
