import { expect, test } from "bun:test";
import { boxed, exactly, insideOf } from "../../../../cli/dashboard/frame/box.ts";
import { line, lineOf, reversed } from "../../../../cli/dashboard/frame/line.ts";

const textsOf = (lines: ReturnType<typeof boxed>): readonly string[] =>
  lines.map((pieces) => pieces.map(({ text }) => text).join(""));

test("the title stands on the left of the border, the note on the right", () => {
  expect(textsOf(boxed({ title: "Now", note: "peak 11" }, [line("hello")], { columns: 30, rows: 3 }))).toEqual(
    ["┌── Now ─────────── peak 11 ──┐", "│hello                       │", "└────────────────────────────┘"].map(
      (text, row) => (row === 0 ? text.replace("──── peak", "─── peak") : text),
    ),
  );
});

test("a note that has no room is left out, a title is cut", () => {
  const [top = ""] = textsOf(boxed({ title: "A very long title", note: "note" }, [], { columns: 16, rows: 2 }));

  expect(top.length).toBe(16);
  expect(top).not.toContain("note");
});

test("what has the keys has a double border", () => {
  expect(textsOf(boxed({ title: "T", isFocused: true }, [], { columns: 10, rows: 2 }))[1]).toBe("╚════════╝");
});

test("a place too small for a border has none", () => {
  expect(boxed({ title: "T" }, [], { columns: 3, rows: 5 })).toEqual([]);
  expect(insideOf({ columns: 1, rows: 1 })).toEqual({ columns: 0, rows: 0 });
});

test("a chosen line is chosen to its end", () => {
  const pieces = exactly(reversed(lineOf("ab")), 5);

  expect(pieces.map(({ text }) => text).join("")).toBe("ab   ");
  expect(pieces.every(({ isReversed }) => isReversed === true)).toBe(true);
});
