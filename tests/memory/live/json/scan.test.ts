import { expect, test } from "bun:test";
import fc from "fast-check";
import { scanned } from "../../../../src/memory/live/json/scan.ts";
import { short } from "../../../../src/memory/live/json/short.ts";

test("a value is read to its end, whatever follows", () => {
  const text = 'x [1, {"a": "\\"]"}] tail';
  const read = scanned(text, 2);
  expect(read === null ? null : [short(read.node), text.slice(read.end)]).toEqual(['[1,{"a":"\\"]"}]', " tail"]);
});

test.each(["", "[", "[1,]", "{a:1}", '{"a" 1}', "[1 2]", '"\n"', "01", "nul"])("%p is no value", (text) => {
  expect(scanned(text, 0)).toBeNull();
});

test("what JSON can say is read, and what is not JSON is not", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      expect(short(scanned(text, 0)?.node ?? { type: "leaf", raw: "" })).toBe(text);
    }),
  );
});

test("what opens a hundred thousand lists and closes none is no value", () => {
  expect(scanned("[".repeat(100_000), 0)).toBeNull();
});
