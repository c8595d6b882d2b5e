import { expect, test } from "bun:test";
import { emptyCommand } from "../../../../cli/dashboard/dialogs/command.ts";
import { askedOver } from "../../../../cli/dashboard/dialogs/index.ts";
import type { Overlay } from "../../../../cli/dashboard/overlay.ts";
import type { Change } from "../../../../cli/dashboard/state.ts";
import { to } from "../../../../cli/dashboard/step.ts";
import { freshSwitch } from "../../../../cli/dashboard/switching/overlay.ts";
import { after, over, pressing } from "../../../support/dashboard.ts";
import { budgetAsk } from "../../../support/dashboard-budgets.ts";
import { sceneNow as now } from "../../../support/dashboard-scenes.ts";
import { upstreamScene } from "../../../support/dashboard-upstreams.ts";

type Shown = Overlay<Change>;

const question = { title: "Sure?", effect: ["It is done."], money: null, yes: "Do it", act: to };
const kinds: { readonly [Kind in Shown["kind"]]: Extract<Shown, { kind: Kind }> } = {
  alerts: { kind: "alerts", chosen: null },
  "budget-ask": { kind: "budget-ask", ask: budgetAsk, at: 0 },
  command: emptyCommand,
  confirm: { kind: "confirm", ...question },
  filter: { kind: "filter", text: "", chosen: -1 },
  help: { kind: "help", search: "", chosen: 0 },
  pager: { kind: "pager", title: "Text", lines: ["one"], top: 0 },
  search: { kind: "search", text: "" },
  switch: freshSwitch(null),
  test: { kind: "test", names: ["zai-cn"], findings: { "zai-cn": { kind: "asked" } } },
};

test.each(Object.values(kinds).map((overlay) => [overlay.kind, overlay] as const))(
  "esc closes %s, whatever was typed, and nothing is done",
  (_, overlay) => {
    const open = { ...upstreamScene({ columns: 80, rows: 24 }), overlay };
    expect(over(open, now)).toContain("╔");

    const { state, effects } = after(open, pressing("z", "esc"), now);

    expect([state.overlay, effects.filter(({ type }) => type !== "ask")]).toEqual([null, []]);
  },
);

test("only a command that is typed has to know more than the screen", () => {
  const asked = (overlay: Shown | null) =>
    askedOver({ ...upstreamScene({ columns: 80, rows: 24 }), overlay }).map(({ name }) => name);

  expect([asked(kinds.command), asked(kinds.help), asked(null)]).toEqual([["words", "settings", "sessions"], [], []]);
});

test("a click on a row of what has no rows to choose changes nothing", () => {
  const open = { ...upstreamScene({ columns: 80, rows: 24 }), overlay: kinds.pager };

  expect(after(open, [{ type: "click", click: { row: "r_1" } }], now)).toEqual({ state: open, effects: [] });
});
