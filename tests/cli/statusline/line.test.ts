import { expect, test } from "bun:test";
import { lineFrom, usualFormat } from "../../../cli/statusline/line.ts";
import type { Statusline } from "../../../src/control/contract.ts";

const view: Statusline = {
  upstream: "zai-intl",
  model: "glm-4.6",
  today: {
    requests: 9,
    costMicros: 4_180_000,
    unknownCost: 0,
    estimatedCost: 0,
    savedTokens: 17_000,
    inputTokens: 83_000,
  },
  session: { id: "s_1", requests: 2, costMicros: 230_000, unknownCost: 0, estimatedCost: 1 },
  troubled: [{ name: "zai-cn", state: "limited" }],
};
const nobody = { session: null, model: null, contextShare: null };
const quiet: Statusline = { upstream: "auto", model: null, today: null, session: null, troubled: [] };

test("everything that is known stands in one line", () => {
  expect(lineFrom(usualFormat, view, { ...nobody, contextShare: 0.71 })).toBe(
    "zai-intl glm-4.6 | ~$0.23 session | $4.18 today | ctx 71% | -17% tokens | 429 in zai-cn",
  );
});

test("what is not known leaves no gap", () => {
  expect(lineFrom(usualFormat, quiet, nobody)).toBe("auto");
  expect(lineFrom(usualFormat, { ...view, session: null, troubled: [] }, { ...nobody, model: "Opus" })).toBe(
    "zai-intl Opus | $4.18 today | -17% tokens",
  );
});

test("unknown costs are not nothing, and no request costs nothing", () => {
  const today = (more: Partial<NonNullable<Statusline["today"]>>) =>
    lineFrom("{today}", { ...view, today: { ...view.today, ...more } as Statusline["today"] }, nobody);

  expect(today({ unknownCost: 3 })).toBe("$4.18 (+3 unknown) today");
  expect(today({ costMicros: null, unknownCost: 9 })).toBe("cost unknown today");
  expect(today({ requests: 0, costMicros: null })).toBe("$0 today");
});

test("a template of one's own, and a name that would move the cursor", () => {
  const odd = { ...view, upstream: "evil\u001b[31m" };

  expect(lineFrom("[{upstream}] {nothing} {trouble}", odd, nobody)).toBe("[evil\\u{1b}[31m] {nothing} 429 in zai-cn");
});

test("a budget is told when it is half spent, and that a person is asked", () => {
  const line = (more: Partial<Statusline>) => lineFrom("{budget}", { ...view, ...more }, nobody);

  expect(line({ budget: { id: "daily", share: 0.3, isOver: false } })).toBe("");
  expect(line({ budget: { id: "daily", share: 0.82, isOver: false } })).toBe("daily 82%");
  expect(line({ budget: { id: "daily", share: 1.1, isOver: true }, asks: 1 })).toBe(
    "daily USED UP asks to go on: proxy-cli budget",
  );
});
