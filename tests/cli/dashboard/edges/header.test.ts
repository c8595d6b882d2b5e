import { describe, expect, test } from "bun:test";
import { headerLine } from "../../../../cli/dashboard/edges/header.ts";
import { blankSheet, textOf } from "../../../../cli/dashboard/frame/sheet.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, pressing, stateOf } from "../../../support/dashboard.ts";
import { type SceneName, sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const header = (state: State, columns: number): string => {
  const sheet = blankSheet({ columns, rows: 1 });
  sheet.put({ left: 0, top: 0, columns, rows: 1 }, [headerLine(state, sceneNow, columns)]);
  return textOf(sheet).join("");
};
const stateIn = (name: SceneName, columns: number): State => sceneState(sceneOf(name), { columns, rows: 30 });
const isDemo = (state: State): State => ({
  ...state,
  data: { ...state.data, status: state.data.status === null ? null : { ...state.data.status, isDemo: true } },
});

describe("what matters least gives way first", () => {
  const shown = {
    40: "px > zai-intl ok  1.2/s  3 run",
    60: "proxy-cli  > zai-intl [ok] 92 ms   up 3h12        1 Overview",
    80: "proxy-cli  > zai-intl [ok] 92 ms   up 3h12   http://127.0.0.1:8080    1 Overview",
  };
  for (const [columns, text] of Object.entries(shown))
    test(`${columns} columns`, () => {
      expect(header(stateIn("calm", Number(columns)), Number(columns))).toBe(text);
    });
  test("120 columns have the version and how all upstreams are", () => {
    const text = header(stateIn("trouble", 120), 120);

    expect(text).toStartWith("proxy-cli  > zai-intl [stopping]");
    expect(text).toContain("4 upstreams: 1 ok, 1 limited, 2 down");
    expect(header(stateIn("calm", 120), 120)).toStartWith("proxy-cli 0.4.0  > zai-intl [ok] 92 ms");
  });
});

test("the upstream and the badges are there in every width, and nothing is longer than the line", () => {
  for (let columns = 40; columns <= 200; columns++) {
    const paused = after(isDemo(stateIn("calm", columns)), pressing("p"), sceneNow).state;
    const text = header(paused, columns);

    expect(text).toContain("> zai-intl");
    expect(text).toContain(" PAUSED ");
    expect(text).toContain(" DEMO");
    expect(
      headerLine(paused, sceneNow, columns).reduce((sum, piece) => sum + piece.text.length, 0),
    ).toBeLessThanOrEqual(columns);
  }
});

test("where one has gone in stands at the end", () => {
  const inside = after(stateIn("calm", 160), pressing("enter"), sceneNow).state;

  expect(header(inside, 160)).toMatch(/1 Overview > Request r_run003$/);
  expect(header(inside, 80)).toMatch(/ Request r_run003$/);
});

test("a daemon that is gone is not up", () => {
  expect(header(stateIn("gone", 80), 80)).toContain("> zai-intl [gone 4s]");
  expect(header(stateIn("gone", 80), 80)).not.toContain("up 3h12");
  expect(header(stateOf({ columns: 80, rows: 24 }), 80)).toContain("connecting");
});

test("an upstream with a name of any length leaves room for the view", () => {
  const state = stateIn("calm", 80);
  const upstream = "a-name-that-is-much-longer-than-any-column-of-ours-and-than-the-terminal-is-wide-itself";
  const { status } = state.data;
  const long = { ...state, data: { ...state.data, status: status === null ? null : { ...status, upstream } } };

  expect(header(long, 80)).toMatch(/^proxy-cli {2}> a-name-that-is.*… .*1 Overview$/);
});
