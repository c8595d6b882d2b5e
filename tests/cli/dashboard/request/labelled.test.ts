import { expect, test } from "bun:test";
import { labelled } from "../../../../cli/dashboard/request/labelled.ts";

const rows = (text: string, width: number, label = "Outcome") =>
  labelled(label, text, width).map((line) => line.map((piece) => piece.text).join(""));

test("further lines stand under the first, behind the label", () => {
  expect(rows("a text that takes more than one line here", 40)).toEqual([
    "Outcome    a text that takes more than",
    "           one line here",
  ]);
});

test("where there is little room the label stands above, and an empty one nowhere", () => {
  expect(rows("a text in a narrow place", 20)).toEqual(["Outcome", " a text in a narrow", " place"]);
  expect(rows("a text", 20, "")).toEqual([" a text"]);
});
