import { expect, test } from "bun:test";
import { typing } from "../../../cli/interactive/text.ts";
import { paintWith } from "../../../cli/output/colour.ts";

const line = (isOptional: boolean) => typing({ title: "Which?", hint: "or nothing", isOptional, paint: paintWith(0) });
const after = (keys: readonly string[], isOptional = false) => {
  const widget = line(isOptional);
  return keys.map((key) => widget.hear(key)).at(-1);
};

test("what is typed is the answer; keys take letters, words and all of it back", () => {
  expect(after(["a", "b", "backspace", "你", "enter"])).toEqual({ chosen: "a你" });
  expect(after(["a", " ", "b", "ctrl-w", "c", "enter"])).toEqual({ chosen: "a c" });
  expect(after(["a", "ctrl-u", "b", "up", "enter"])).toEqual({ chosen: "b" });
  expect(after(["a", "escape"])).toBe("back");
});

test("nothing is an answer only where it may be", () => {
  expect(after([" ", "enter"])).toBeNull();
  expect(after(["enter"], true)).toEqual({ chosen: "" });
});

test("it shows what was typed", () => {
  const widget = line(true);
  widget.hear("q");

  expect(widget.lines({ columns: 80, rows: 24 })).toEqual([
    "Which?   or nothing",
    "> q_",
    "enter go on, also with nothing   esc back",
  ]);
});
