import { expect, test } from "bun:test";
import fc from "fast-check";
import { changeOf, createBlock } from "../../../cli/terminal/block.ts";
import { createScreen } from "../../support/painted.ts";

const blockOf = (columns: number, rows: number) => {
  const screen = createScreen(columns, rows);
  const written: string[] = [];
  const draw = (text: string): void => {
    written.push(text);
    screen.write(text);
  };
  return { screen, written, block: createBlock(draw, () => ({ columns, rows })) };
};
const shown = (lines: readonly string[]): string => lines.join("\n").trimEnd();

test("whatever it painted before, the screen shows its lines, and what was said stays above", () => {
  const line = fc.string({ unit: fc.constantFrom("a", "b", " ", "c"), maxLength: 30 }).map((text) => text.trimEnd());
  const step = fc.oneof(
    fc.record({ kind: fc.constant("paint" as const), lines: fc.array(line, { maxLength: 12 }) }),
    fc.record({ kind: fc.constant("above" as const), text: line }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const { screen, block } = blockOf(20, 8);
      const said: string[] = [];
      let last: readonly string[] = [];
      for (const one of steps) {
        if (one.kind === "paint") block.paint(one.lines);
        else block.above(one.text.slice(0, 20));
        if (one.kind === "paint")
          last = one.lines.slice(0, 7).map((text) => (text.length > 20 ? `${text.slice(0, 19).trimEnd()}…` : text));
        else said.push(one.text.slice(0, 20).trimEnd());
      }

      expect(shown(screen.lines())).toBe(shown([...said, ...last].map((text) => text.replace(/ +(?=…$)/, ""))));
    }),
  );
});

test("only lines that changed are written, and nothing where none did", () => {
  const { written, block } = blockOf(40, 10);
  block.paint(["one", "two", "three"]);
  block.paint(["one", "2", "three"]);
  block.paint(["one", "2", "three"]);

  expect(written.length).toBe(2);
  expect(written[1]).toContain("2");
  expect(written[1]).not.toMatch(/one|three/);
  expect(changeOf(["a"], ["a"], 9)).toBe("");
});

test("it never is taller than the window, nor a line wider", () => {
  const { screen, block } = blockOf(10, 5);
  block.paint(Array.from({ length: 9 }, (_, at) => `${at} a line that is too long`));

  expect(screen.lines().filter((line) => line !== "")).toEqual([
    "0 a line …",
    "1 a line …",
    "2 a line …",
    "3 a line …",
  ]);
});

test("after the window has another size, all is painted anew where the old lines began", () => {
  const screen = createScreen(20, 10);
  let columns = 20;
  const block = createBlock(screen.write, () => ({ columns, rows: 10 }));
  block.paint(["first", "second"]);
  columns = 12;
  block.paint(["first", "third"]);

  expect(shown(screen.lines())).toBe("first\nthird");
});

test("what was painted before a stop stays in the shell's history, and all is painted below", () => {
  const { screen, block } = blockOf(20, 10);
  block.paint(["old"]);
  screen.write("$ fg\r\n");
  block.forget();
  block.paint(["new"]);

  expect(shown(screen.lines())).toBe("old\n$ fg\nnew");
});
