import { expect, test } from "bun:test";
import fc from "fast-check";
import { piecesOf } from "../../src/cache/frames.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textsOf = (text: string, most: number): readonly string[] =>
  piecesOf(bytesOf(text), most).map((piece) => new TextDecoder().decode(piece));

test("pieces end where events end", () => {
  expect(textsOf("data: 1\n\ndata: 2\n\ndata: 3\n\n", 20)).toEqual(["data: 1\n\ndata: 2\n\n", "data: 3\n\n"]);
  expect(textsOf("data: 1\r\n\r\ndata: 2\r\n\r\n", 12)).toEqual(["data: 1\r\n\r\n", "data: 2\r\n\r\n"]);
});

test("an event that is larger than a piece is one, and what has no events too", () => {
  expect(textsOf("data: 12345678901234567890\n\ndata: 2\n\n", 10)).toEqual([
    "data: 12345678901234567890\n\n",
    "data: 2\n\n",
  ]);
  expect(textsOf("no events at all", 3)).toEqual(["no events at all"]);
  expect(textsOf("", 3)).toEqual([]);
});

test("together they are what was given, and each but the last ends with an event", () => {
  const events = fc.array(fc.constantFrom("data: a\n\n", "event: b\ndata: {}\n\n", ": ping\n\n", "data: c\r\n\r\n"));
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 60 }), (all, most) => {
      const pieces = textsOf(all.join(""), most);

      expect(pieces.join("")).toBe(all.join(""));
      for (const piece of pieces) expect(piece).toMatch(/\n\r?\n$/);
    }),
  );
});
