import { expect, test } from "bun:test";
import { textOf } from "../../../cli/dashboard/frame/sheet.ts";
import { type Frame, frameOf } from "../../../cli/dashboard/view.ts";
import { painted, stateOf } from "../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../support/dashboard-scenes.ts";

const size = { columns: 120, rows: 40 };
const frameIn = (name: "calm" | "gone"): Frame => frameOf(sceneState(sceneOf(name), size), sceneNow);
const tonesOf = ({ sheet, plots }: Frame) => {
  const area = sheet.styles.slice(size.columns, (size.rows - 2) * size.columns);
  return new Set([
    ...area.map(({ tone }) => tone),
    ...plots.flatMap(({ plot }) => plot.curves.map(({ tone }) => tone)),
  ]);
};

test("when the daemon is gone its numbers stay, without a colour", () => {
  const [calm, gone] = [frameIn("calm"), frameIn("gone")];

  expect(tonesOf(calm).size).toBeGreaterThan(4);
  expect([...tonesOf(gone)]).toEqual(["muted"]);
  // All but the first line and the last two say the same as before.
  expect(textOf(gone.sheet).slice(1, -2)).toEqual(textOf(calm.sheet).slice(1, -2));
});

test("boxes that share a border meet in its corners", () => {
  const lines = painted(sceneState(sceneOf("calm"), { columns: 80, rows: 24 }), sceneNow).split("\n");

  const edges = lines.map((text) => `${text.at(0)}${text.at(-1)}`).filter((pair) => !/^[│║a-z ]/.test(pair));
  expect(edges.filter((pair) => /[┌├╞╟└]/.test(pair))).toEqual(["┌┐", "├┤", "╞╡", "╟╢", "└┘"]);
});

test("a terminal that is too small says what is needed, in one line", () => {
  const [first, ...rest] = painted(stateOf({ columns: 32, rows: 8 }), sceneNow).split("\n");

  expect(first).toBe("40x10 needed, this is 32x8");
  expect(rest.join("").trim()).toBe("");
});
