import { expect, test } from "bun:test";
import fc from "fast-check";
import { asCopies, fromCopies } from "../../../src/memory/lines/copies.ts";

const lines = Array.from({ length: 40 }, (_, at) => `line ${at} says something`);

test("a line that was put in is told, and the rest as lines of the other text", () => {
  const changed = [...lines.slice(0, 20), "a new line", ...lines.slice(20)].join("\n");
  expect(asCopies(changed, lines.join("\n"))).toBe("= 1-20\na new line\n= 21-40");
});

test("numbers before the lines may have moved on", () => {
  const numbered = (all: readonly string[]): string =>
    all.map((line, at) => `${String(at + 1).padStart(6)}→${line}`).join("\n");
  const changed = numbered([...lines.slice(0, 20), "a new line", ...lines.slice(20)]);
  expect(asCopies(changed, numbered(lines))).toBe("= 1-20\n    21→a new line\n= 21-40 from 22");
});

test("a text that looks like such a telling itself is not told so", () => {
  expect(asCopies("= 1-3\na", "a\nb\nc")).toBeNull();
});

test("what is told gives the text back word for word, whatever has changed", () => {
  const line = fc.oneof(
    fc.constantFrom("}", "", "  return 1;", "     1→a", "     2→b", "    10→b", "9\tb", "10\tb", "= x"),
    fc.string({ maxLength: 6 }),
  );
  const some = fc.array(line, { maxLength: 40 });
  fc.assert(
    fc.property(some, some, some, (start, middle, end) => {
      const other = [...start, ...end].join("\n");
      const text = [...start, ...middle, ...end].join("\n");
      const told = asCopies(text, other);
      if (told !== null) expect(fromCopies(told, other)).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test("no text takes for ever", () => {
  const blank = "\n".repeat(400_000);
  expect(asCopies(blank, blank)).not.toBeNull();
  const alike = "a\nb\nc\n".repeat(100_000);
  expect(asCopies(`${alike}d`, alike)).not.toBeNull();
});
