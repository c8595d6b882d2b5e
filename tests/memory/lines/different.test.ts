import { expect, test } from "bun:test";
import { DifferentLines } from "../../../src/memory/lines/different.ts";
import { lineHashes } from "../../../src/memory/lines/hashes.ts";

const never = (): string => {
  throw new Error("It was read already.");
};

test("lines that come again count once, and a text is read once", () => {
  const lines = new DifferentLines(100);
  const first = lines.of("h", () => "a\nb\na");
  expect([...first.lines]).toEqual([...lineHashes("a\nb")]);
  expect(first.length).toBe(5);
  expect(lines.of("h", never)).toBe(first);
});

test("where there are too many lines, those of the text that was longest unused are forgotten", () => {
  const lines = new DifferentLines(8);
  lines.of("one", () => "a\nb");
  lines.of("two", () => "c\nd");
  lines.of("one", never);
  lines.of("three", () => "e\nf");
  lines.of("one", never);
  expect([...lines.of("two", () => "read again").lines]).toEqual([...lineHashes("read again")]);
});

test("a text that is longer than all that may be kept is told all the same", () => {
  expect(new DifferentLines(2).of("h", () => "a\nb\nc").lines.length).toBe(3);
});
