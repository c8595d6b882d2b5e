import { expect, test } from "bun:test";
import { flowed } from "../../../../cli/dashboard/request/flowed.ts";

const shown = (...args: Parameters<typeof flowed>): readonly string[] =>
  flowed(...args).map((line) => line.map(({ text }) => text).join(""));

test("pieces flow into each other, a full line is cut, and line breaks stay", () => {
  expect(shown([{ text: "abc", tone: "ok" }, { text: "defg\n\nh" }], 5)).toEqual(["abcde", "fg", "", "h"]);
});

test("S-33 what could move the cursor is told by its code, and no line is longer than its place", () => {
  const lines = shown([{ text: "\u001b[2J\u202e漢字👩‍👩‍👧‍👦".repeat(300) }], 10);

  expect(lines.slice(0, 2).join("")).toBe("\\u{1b}[2J\\u{202e}···");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(10);
});

test("there are no more lines than asked for", () => {
  expect(shown([{ text: "x\n".repeat(100) }], 10, 7).length).toBe(7);
  expect(shown([{ text: "x" }], 0)).toEqual([]);
});
