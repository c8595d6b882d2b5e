import { expect, test } from "bun:test";
import { actOn, type Binding, bindingFor, shownKeys } from "../../../../cli/dashboard/keys/binding.ts";
import { doing } from "../../../../cli/dashboard/step.ts";
import { keyOf, stateOf } from "../../../support/dashboard.ts";

const now = 1_800_000_000_000;
const state = stateOf({ columns: 80, rows: 24 });
const leaving: Binding = { keys: ["q", "C-c"], label: "leave", act: (so) => doing(so, { type: "quit", code: 0 }) };
const other: Binding = { keys: ["q"], label: "something else", act: leaving.act };
const groups = [
  { title: "FIRST", bindings: [leaving] },
  { title: "SECOND", bindings: [other] },
];

test("the first binding that takes a key has it; a key that nobody takes has none", () => {
  expect(bindingFor(groups, keyOf("q"))).toBe(leaving);
  expect(bindingFor(groups.toReversed(), keyOf("q"))).toBe(other);
  expect(bindingFor(groups, keyOf("z"))).toBeNull();
});

test("keys are written one beside the other, or as the binding wants", () => {
  expect(shownKeys(leaving)).toBe("q ctrl-c");
  expect(shownKeys({ ...leaving, shown: "q" })).toBe("q");
});

test("a binding acts; one that cannot just now says why and does nothing", () => {
  expect(actOn({ ...leaving, unless: () => null }, state, now).effects).toEqual([{ type: "quit", code: 0 }]);

  const refused = actOn({ ...leaving, unless: () => "not today" }, state, now);
  expect(refused.effects).toEqual([]);
  expect(refused.state.toasts).toMatchObject([{ text: "not today", tone: "muted" }]);
});
