import { expect, test } from "bun:test";
import { toastLine } from "../../../../cli/dashboard/edges/toast.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import { toasted } from "../../../../cli/dashboard/step.ts";
import { after, pressing, stateOf } from "../../../support/dashboard.ts";

const now = 1_800_000_000_000;
const at = (columns: number): State => stateOf({ columns, rows: 24 });
const gone = (state: State): State => ({
  ...state,
  link: { kind: "gone", since: now - 9000, nextTryAt: now + 3000, why: "nobody answers" },
});
const textOf = (state: State, when = now): string =>
  toastLine(state, when)
    .map(({ text }) => text)
    .join("")
    .trimEnd();

test("what happened last stands first, what happened before beside it, each for four seconds", () => {
  const state = toasted(toasted(at(80), now, "copied the id"), now + 1000, "it does not run any more", "error");

  expect(textOf(state, now + 1500)).toBe(" x it does not run any more   copied the id");
  expect(textOf(state, now + 4500)).toBe(" x it does not run any more");
  expect(textOf(state, now + 6000)).toBe("");
});

test("that the daemon is gone stays in sight, in as many words as there is room for", () => {
  expect(textOf(gone(at(80)))).toBe(" x daemon gone, trying again (3s)   s start it");
  expect(textOf(gone(at(40)))).toBe(" x daemon gone (3s)   s start it");
  expect(textOf(toasted(gone(at(40)), now, "copied the id of the request"))).toBe(" copied the id of the request");
  expect(textOf(toasted(gone(at(80)), now, "copied"))).toBe(" copied   x daemon gone, trying again (3s)   s start it");
});

test("s starts the daemon while it is gone, by key and by click", () => {
  expect(after(gone(at(80)), pressing("s"), now).effects).toMatchObject([{ type: "start" }]);
  expect(toastLine(gone(at(80)), now).at(-1)?.click).toEqual({ key: "s" });
  expect(after(at(80), pressing("s"), now).effects).toEqual([]);
});

test("X-08 nothing in a word on what happened can move the cursor", () => {
  expect(textOf(toasted(at(80), now, "\u001b[2J模"))).toBe(" \\u{1b}[2J··");
});
