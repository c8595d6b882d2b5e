import { expect, test } from "bun:test";
import { toasted } from "../../../cli/dashboard/step.ts";
import { stateOf } from "../../support/dashboard.ts";

const now = 1_800_000_000_000;
const start = stateOf({ columns: 80, rows: 24 });
const words = (state: typeof start) => state.toasts.map(({ text }) => text);

test("a word on what happened stays a few seconds; what is over goes with the next one", () => {
  const once = toasted(start, now, "one");

  expect(words(toasted(once, now + 3000, "two"))).toEqual(["one", "two"]);
  expect(words(toasted(once, now + 5000, "two"))).toEqual(["two"]);
});

test("however much happens at once, the latest three are kept", () => {
  const many = ["one", "two", "three", "four"].reduce((state, text) => toasted(state, now, text), start);

  expect(words(many)).toEqual(["two", "three", "four"]);
});
