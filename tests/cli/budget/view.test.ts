import { expect, test } from "bun:test";
import { askLines, bar, budgetLines, meaningOf } from "../../../cli/budget/view.ts";
import type { BudgetSum } from "../../../src/control/contract.ts";

const plain = { paint: (_: string, text: string) => text, now: () => 0 } as never;

const sum: BudgetSum = {
  ...{ id: "daily", name: "daily", per: "day", who: null, onOver: "stop", warnAt: 0.8 },
  ...{ limits: { dollars: 12_000_000 }, allowed: {}, unknownCost: 3, tellsUnknown: true },
  spent: { dollars: 6_000_000, tokens: 0, requests: 0, minutes: 0 },
  ...{ share: 0.5, isOver: false, isStopped: false, endsAt: 3_600_000 },
};

test("a bar shows how full it is, and never more than all or less than a little", () => {
  expect([bar(0), bar(0.001), bar(0.5), bar(7)]).toEqual([
    "..............",
    "#.............",
    "#######.......",
    "##############",
  ]);
});

test("a line says what was spent of what, what is not known, and when it begins anew", () => {
  const view = { set: 1, sums: [sum], asks: [], stopped: ["s_1"] };

  expect(budgetLines(plain, view)).toEqual([
    "daily  |#######.......|   50%   $6.00 of $12.00   3 requests of unknown cost   anew in 1h00",
    "stopped: s_1",
  ]);
  expect([meaningOf(sum), meaningOf({ ...sum, share: 0.9 }), meaningOf({ ...sum, isOver: true })]).toEqual([
    "ok",
    "warning",
    "error",
  ]);
});

test("a question is shown with both ways to answer it, and nothing of a name reaches the terminal as more than text", () => {
  const ask = {
    id: "q_1",
    about: "daily",
    why: "It is used up.\u001b[2J",
    client: "tool",
    model: null,
    session: "s_1",
  };

  const lines = askLines(plain, [{ ...ask, since: 0, until: 60_000 }]).join("\n");

  expect(lines).toContain("proxy-cli budget allow q_1");
  expect(lines).toContain("proxy-cli budget stop q_1");
  expect(lines).not.toContain("\u001b");
});
