import { describe, expect, test } from "bun:test";
import { footerLine } from "../../../../cli/dashboard/edges/footer.ts";
import { type State, type ViewName, views } from "../../../../cli/dashboard/state.ts";
import { after, pressing, stateOf } from "../../../support/dashboard.ts";
import { sizes } from "../../../support/dashboard-answers.ts";

const now = 1_800_000_000_000;
const at = (columns: number, view: ViewName = "stats"): State => ({ ...stateOf({ columns, rows: 24 }), view });
const textOf = (state: State): string =>
  footerLine(state, now, state.size.columns)
    .map(({ text }) => text)
    .join("")
    .trimEnd();

describe("the last line fits, and always says how to get help and out", () => {
  for (const view of views)
    for (const { columns } of sizes)
      test(`${view} in ${columns}`, () => {
        const text = textOf(at(columns, view));

        expect(text.length).toBeLessThanOrEqual(columns);
        expect(text).toContain(" ? help");
        expect(text).toContain(" q quit");
      });
});

test("the last lines of the statistics", () => {
  expect(sizes.map(({ columns }) => textOf(at(columns)))).toMatchSnapshot();
});

test("all keys of each place that have a word fit into 80 columns", () => {
  for (const view of views) {
    const wide = textOf(at(1000, view)).replace(/^.*6 Config +/, "");

    expect(textOf(at(80, view)).length).toBeLessThanOrEqual(80);
    expect(wide.length).toBeLessThanOrEqual(80 - " tab view ".length + 20);
  }
});

test("where there is room the views stand before the keys, and a click goes there", () => {
  const second = footerLine(at(120), now, 120).find(({ text }) => text.includes("Upstreams"));

  expect(second).toMatchObject({ text: "2 Upstreams", click: { key: "2" } });
  expect(textOf(at(119))).not.toContain("Upstreams");
});

test("a key that does nothing just now is grey and can be clicked to hear why", () => {
  const longest = { ...at(80), stats: { by: "model", period: "30 days" } } as const;
  const longer = (state: State) => footerLine(state, now, 80).find(({ text }) => text === " ]");

  expect(longer(longest)).toMatchObject({ tone: "muted", click: { key: "]" } });
  expect(longer(at(80))).toMatchObject({ tone: "heading" });
});

test("over the screen the keys are those of what lies there", () => {
  expect(textOf(after(at(80), pressing("?"), now).state)).toMatch(/^ esc close/);
});

test("a key that stands for others is written with them", () => {
  const state: State = { ...at(80), path: [{ kind: "request", id: "r_1" }] };

  expect(textOf(state)).toContain(" 1-6 tabs ");
  expect(footerLine(state, now, 80).find(({ text }) => text === " 1-6")?.click).toEqual({ key: "1" });
});
