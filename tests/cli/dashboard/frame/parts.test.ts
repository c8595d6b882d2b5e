import { expect, test } from "bun:test";
import { line, lineOf, span } from "../../../../cli/dashboard/frame/line.ts";
import {
  apart,
  besideEachOther,
  figure,
  firstFitting,
  widthOf,
  within,
} from "../../../../cli/dashboard/frame/parts.ts";

const textOf = (pieces: ReturnType<typeof line>): string => pieces.map(({ text }) => text).join("");

test("a part that has no room is left out whole, and a shorter one behind it may come", () => {
  const parts = [figure("ok", "99.1%"), figure("cost", "$1,204.50"), figure("429:", "2")];

  expect(textOf(besideEachOther(parts, 40))).toBe("ok 99.1%   cost $1,204.50   429: 2");
  expect(textOf(besideEachOther(parts, 20))).toBe("ok 99.1%   429: 2");
});

test("what stands at the right end gives way where both do not fit", () => {
  expect(textOf(apart(line("left"), line("right"), 12))).toBe("left   right");
  expect(textOf(apart(line("left"), line("right"), 10))).toBe("left");
});

test("the longest form that fits is taken, the last one whatever comes", () => {
  const forms = [line("+ 3 requests of unknown cost"), line("+ 3 unknown"), line("+3?")];

  expect(textOf(firstFitting(forms, 12))).toBe("+ 3 unknown");
  expect(textOf(firstFitting(forms, 1))).toBe("+3?");
});

test("wide and hidden characters count as the cells that they take", () => {
  expect(widthOf(line("日本"))).toBe(4);
});

test("what is cut off a line has a sign, unless there was nothing more in it", () => {
  const pieces = lineOf(span("ok 99.1%", "ok"), "   cost $4.18");

  expect(textOf(within(pieces, 40))).toBe("ok 99.1%   cost $4.18");
  expect(textOf(within(pieces, 14))).toBe("ok 99.1%   co…");
  expect(textOf(within(lineOf("abc", "    "), 5))).toBe("abc  ");
});
