import { expect, test } from "bun:test";
import fc from "fast-check";
import { readNumbered } from "../../../src/memory/lines/gutter.ts";
import { gutter } from "../../../src/memory/live/gutter.ts";

const file = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${String(from + at).padStart(6)}→\tcode(${at});`);

const made = (text: string): string => gutter.apply(text, {}, () => null) ?? text;

test("the first number and each tenth are told, and every line stays to the letter", () => {
  const lines = made(["Here:", ...file(8, 5), "...", ...file(41, 8)].join("\n")).split("\n");
  expect(lines.slice(0, 8)).toEqual([
    ...["Here:", "8→\tcode(0);", "→\tcode(1);", "10→\tcode(2);", "→\tcode(3);", "→\tcode(4);", "...", "41→\tcode(0);"],
  ]);
});

test("every number follows from those that are told", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ from: fc.nat(5000), count: fc.integer({ min: 1, max: 40 }) }), { maxLength: 4 }),
      (parts) => {
        const text = parts.flatMap(({ from, count }) => file(from, count)).join("\n");
        let before = 0;
        const told = made(text)
          .split("\n")
          .map((line) => {
            before = line.startsWith("→") ? before + 1 : (readNumbered(line).number ?? 0);
            return text === "" ? line : `${String(before).padStart(6)}→${line.slice(line.indexOf("→") + 1)}`;
          });
        expect(told.join("\n")).toBe(text);
      },
    ),
  );
});

test("a few numbers stay", () => {
  const text = file(1, 9).join("\n");
  expect(made(text)).toBe(text);
});
