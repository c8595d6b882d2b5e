import { expect, test } from "bun:test";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, pressing } from "../../../support/dashboard.ts";
import { sceneNow as now } from "../../../support/dashboard-scenes.ts";
import { upstreamScene } from "../../../support/dashboard-upstreams.ts";

const size = { columns: 80, rows: 24 };
const pressed = (state: State, key: string) => after(state, pressing(key), now);
const said = (state: State, key: string) => pressed(state, key).state.toasts.at(-1)?.text;

test("u is about the upstream that one has gone to in the list, and elsewhere lets one choose", () => {
  const atList = upstreamScene(size, { keys: ["j", "j"] });

  expect(pressed(atList, "u").state.overlay).toMatchObject({ kind: "switch", target: "anthropic", isChoosing: false });
  expect(pressed(upstreamScene(size), "u").state.overlay).toMatchObject({ target: null, isChoosing: true });
  expect(pressed({ ...atList, view: "stats" }, "u").state.overlay).toMatchObject({ target: null, isChoosing: true });
});

test("- goes back to the one before, where there is one", () => {
  expect(pressed(upstreamScene(size), "-").effects).toMatchObject([{ type: "ask" }]);
  const first = upstreamScene(size, { status: { previousUpstream: null } });
  expect(pressed(first, "-").effects).toEqual([]);
  expect(said(first, "-")).toBe("There is no upstream to go back to yet.");
});

test("while the picture is paused a switch is about now", () => {
  const paused = pressed(upstreamScene(size, { status: { previousUpstream: null } }), "p").state;
  const switched = { type: "upstream-switched", from: "zai-intl", to: "anthropic" } as const;
  const told = after(paused, [{ type: "heard", message: switched }], now).state;

  expect(pressed(told, "-").effects).toMatchObject([{ type: "ask" }]);
});
