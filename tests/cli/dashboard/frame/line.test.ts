import { expect, test } from "bun:test";
import { clickable, lineOf, reversed, span } from "../../../../cli/dashboard/frame/line.ts";

test("a piece with a click of its own keeps it, the others take that of the line", () => {
  const button = { text: "[x]", click: { key: "x" } };

  expect(clickable(lineOf("name ", button), { row: "r_1" }).map(({ click }) => click)).toEqual([
    { row: "r_1" },
    { key: "x" },
  ]);
});

test("what is chosen is in reverse and keeps its colours", () => {
  expect(reversed(lineOf(span("bad", "error"), "plain"))).toEqual([
    { text: "bad", tone: "error", isReversed: true },
    { text: "plain", isReversed: true },
  ]);
});
