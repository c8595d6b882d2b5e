import { expect, test } from "bun:test";
import { misfitThoughts } from "../../../src/memory/batch/misfit.ts";

const entries = [false, true, false, true, false, true].map((isBound) => ({ isBound }));
const changed = (entry: number, at: number | null) => ({
  piece: { entry },
  decision: {
    ...{ steps: [{ do: "clear", v: 1, with: at === null ? {} : { at, was: 9, paid: 0 } }], before: 9, after: 1 },
    isBatched: at !== null,
  },
});

test("thoughts between a change and the batch that made it do not fit any more, those after it do", () => {
  expect(misfitThoughts(entries, [changed(2, 4)])).toBe(1);
  expect(misfitThoughts(entries, [changed(0, 4)])).toBe(2);
  expect(misfitThoughts(entries, [changed(0, 2), changed(2, 6)])).toBe(3);
});

test("what was left out before the thought was thought does not matter to it", () => {
  expect(misfitThoughts(entries, [changed(0, null)])).toBe(0);
  expect(misfitThoughts(entries, [changed(0, 1)])).toBe(0);
});
