import { expect, test } from "bun:test";
import { looksLike } from "../../../cli/dashboard/same-frame.ts";
import type { State } from "../../../cli/dashboard/state.ts";
import { type Frame, frameOf } from "../../../cli/dashboard/view.ts";
import { after, pressing } from "../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../support/dashboard-scenes.ts";

const size = { columns: 120, rows: 40 };
const state = sceneState(sceneOf("busy"), size);
const frame = (of: State = state, at = sceneNow): Frame => frameOf(of, at);
const pressed = (...keys: readonly string[]): Frame => frame(after(state, pressing(...keys), sceneNow).state);

test("the same moment of the same state looks the same", () => {
  expect(looksLike(frame(), frame())).toBe(true);
  expect(looksLike(pressed("?"), pressed("?"))).toBe(true);
});

test.each([
  ["a second later, with times that go on", frame(state, sceneNow + 1000)],
  ["another choice, which is reverse alone", pressed("j")],
  ["something over it", pressed("?")],
  ["another size", frame({ ...state, size: { columns: 119, rows: 40 } })],
])("%s looks otherwise", (_, other) => {
  expect(looksLike(frame(), other)).toBe(false);
});

test("one point of one chart that is another is seen", () => {
  const one = frame();
  const [first, ...rest] = one.plots;
  if (first === undefined) throw new Error("The overview has charts.");
  const curves = first.plot.curves.map((curve) => ({ ...curve, points: curve.points.with(0, 12_345) }));

  expect(looksLike(one, { ...one, plots: [{ ...first, plot: { ...first.plot, curves } }, ...rest] })).toBe(false);
  expect(looksLike(one, { ...one, plots: rest })).toBe(false);
});

test("colours are seen too", () => {
  const one = frame();
  const styles = one.sheet.styles.with(5, { tone: "error" });

  expect(looksLike(one, { ...one, sheet: { ...one.sheet, styles } })).toBe(false);
});
