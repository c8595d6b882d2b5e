import { expect, test } from "bun:test";
import fc from "fast-check";
import { diagnostics } from "../../../src/memory/live/diagnostics.ts";
import { expectLinear, shrunk } from "../../support/shrunk.ts";

const apply = (text: string): string => diagnostics.apply(text, {}, () => null) ?? "";

test("the same fault in many places of a file is told once, with all of them", () => {
  const places = [8, 27, 41, 55, 73, 95, 110, 120];
  const text = [
    "> check",
    ...places.map((at) => `src/a.test.ts(${at},19): error TS2554: Expected 1 argument.`),
    "done",
  ];
  expect(shrunk(diagnostics, text.join("\n"))).toBe(
    `> check\nsrc/a.test.ts${places.map((at) => `(${at},19)`).join(" ")}: error TS2554: Expected 1 argument.\ndone`,
  );
});

test("faults of other files and other faults stay apart", () => {
  const text = ["a.c:1:2: error: no such type", "b.c:1:2: error: no such type", "a.c:9:2: error: no such field"].join(
    "\n",
  );
  expect(apply(text)).toBe(text);
});

test("what stands between two faults stays between them", () => {
  const text = "a.c:1:2: error: no such type\n    note of it\na.c:3:2: error: no such type";
  expect(apply(text)).toBe(text);
});

/** The lines that a text was made of, without their order within a block of faults. */
const told = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => {
    const [, file = "", places = "", what = ""] = /^([^\s():]+)((?:\(\d+,\d+\) ?)+)(: .+)$/.exec(line) ?? [];
    return places === "" ? [line] : places.split(" ").map((place) => `${file}${place}${what}`);
  });

test("every file, place and word can be told from what is left, and twice is once", () => {
  const line = fc.oneof(
    fc
      .tuple(fc.constantFrom("a.ts", "b.ts"), fc.nat(99), fc.constantFrom("wrong number", "no such name"))
      .map(([file, at, what]) => `${file}(${at},1): error: ${what}`),
    fc.constantFrom("", "  note", "done"),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const short = apply(lines.join("\n"));
      expect([...told(short)].sort()).toEqual([...lines.join("\n").split("\n")].sort());
      expect(apply(short)).toBe(short);
      expect(short.length).toBeLessThanOrEqual(lines.join("\n").length);
    }),
  );
});

test("no text takes for ever", () => expectLinear(diagnostics));
