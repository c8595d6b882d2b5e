import { expect, test } from "bun:test";
import fc from "fast-check";
import { plain } from "../../../../cli/dashboard/frame/cells.ts";
import { wrapped } from "../../../../cli/dashboard/frame/wrap.ts";
import { runs } from "../../../support/runs.ts";

test("a text is broken at its spaces, and where it has none at the edge", () => {
  expect(wrapped("the quick brown fox", 10)).toEqual(["the quick", "brown fox"]);
  expect(wrapped("abcdefghijkl", 5)).toEqual(["abcde", "fghij", "kl"]);
  expect(wrapped("one\n\ntwo", 9)).toEqual(["one", "", "two"]);
});

test("X-08 no line of any text is wider than its place, and none can move the cursor", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      for (const line of wrapped(text, width)) {
        expect(line.length).toBeLessThanOrEqual(width);
        expect(plain(line)).toBe(line);
      }
    }),
    runs(30),
  );
});

test("X-08 a line of ten million characters costs only what is shown of it", () => {
  expect(wrapped("x".repeat(10_000_000), 80, 50)).toHaveLength(50);
});
