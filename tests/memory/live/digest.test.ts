import { expect, test } from "bun:test";
import fc from "fast-check";
import { digest } from "../../../src/memory/live/digest.ts";
import { expectLinear, expectLineLaws, shrunk } from "../../support/shrunk.ts";

const sentence = (at: number): string =>
  `The part of number ${at} is told here at some length, and nobody needs all of it at once.`;
const prose = Array.from({ length: 120 }, (_, at) => sentence(at));
const text = [
  ...prose.slice(0, 60),
  "See docs/storage/layout.md and https://example.com/a/b for what MAX_OPEN_FILES means.",
  "It cannot be opened twice.",
  ...prose.slice(60),
].join("\n");

test("of a long text its beginning, its end and what tells of trouble stay, and the names in the rest", () => {
  const short = shrunk(digest, text) ?? "";
  for (const line of [sentence(0), sentence(119), "It cannot be opened twice."])
    expect(short.split("\n")).toContain(line);
  for (const name of ["docs/storage/layout.md", "https://example.com/a/b", "MAX_OPEN_FILES"])
    expect(short).toContain(name);
  expect(short.length).toBeLessThan(text.length / 3);
});

test("one line as long as a file loses its middle", () => {
  const line = `{"first":1,${'"value":"abc",'.repeat(900)}"last":2}`;
  const short = shrunk(digest, line) ?? "";
  expect(short).toStartWith('{"first":1');
  expect(short).toContain('"last":2}');
  expect(short.length).toBeLessThan(1500);
});

test("what a tool said when it failed is not made shorter than that", () => {
  expect(shrunk(digest, text, { piece: { isError: true } })).toBeNull();
});

test("the laws of what keeps lines hold", () => expectLineLaws(digest, fc.constantFrom(...prose)));
test("no text takes for ever", () => expectLinear(digest));
