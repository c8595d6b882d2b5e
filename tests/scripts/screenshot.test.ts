import { expect, test } from "bun:test";
import { type Cell, colourOf, svgOf } from "../../scripts/screenshot/svg.ts";

const cells = (text: string, more: Partial<Cell> = {}): readonly Cell[] =>
  [...text].map((character) => ({ character, colour: null, isBold: false, isReversed: false, ...more }));

test("words stand where their cells are and are held to their width", () => {
  const svg = svgOf([cells("ab  <c>")], "a picture");

  expect(svg).toMatch(/<text x="14" [^>]*textLength="16.8"[^>]*>ab<\/text>/);
  expect(svg).toMatch(/<text x="47.6" [^>]*>&lt;c&gt;<\/text>/);
});

test("lines and dots are shapes, because fonts draw them differently", () => {
  const svg = svgOf([cells("┌─⣿")], "a picture");

  expect(svg).not.toMatch(/[┌─⣿]/);
  expect(svg.match(/h3\.4v3\.7/g)?.length).toBe(8);
});

test("what is in reverse has its colour behind it", () => {
  expect(svgOf([cells("x", { isReversed: true, colour: 36 })], "")).toContain(`height="18" fill="${colourOf(36)}"`);
});

test("the 256 colours are those of every terminal", () => {
  expect([36, 74, 178, 166, 246, 175].map(colourOf)).toEqual([
    "#00af87",
    "#5fafd7",
    "#d7af00",
    "#d75f00",
    "#949494",
    "#d787af",
  ]);
});
