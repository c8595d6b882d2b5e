import { expect, test } from "bun:test";
import { pressed } from "../../../cli/web/keys.ts";
import { at } from "../../../cli/web/route.ts";
import { firstState } from "../../../cli/web/state.ts";

const state = firstState(0, 1280);

test("numbers go to screens, escape comes out of what one has gone into", () => {
  expect(pressed(state, "2", false)).toEqual({ type: "go", to: at("requests") });
  const inside = { ...state, route: at("requests", "r_1", { filter: "st:5xx", tab: "cost" }) };
  expect(pressed(inside, "Escape", false)).toEqual({ type: "go", to: at("requests", null, { filter: "st:5xx" }) });
  expect(pressed({ ...inside, isHelpOpen: true }, "Escape", false)).toEqual({ type: "closed" });
});

test("who types in the filter types: only escape is ours", () => {
  for (const key of ["1", "p", "u", "/", "j"]) expect(pressed(state, key, true)).toBeNull();
  expect(pressed({ ...state, route: at("requests") }, "/", false)).toEqual({ type: "focus", where: "filter" });
});
