import { expect, test } from "bun:test";
import { standingsOf } from "../../../src/memory/recall/standing.ts";

test("what is spoken of again counts more than what is not", () => {
  const names = (start: string): string => Array.from({ length: 9 }, (_, at) => `${start}_function_${at}`).join(" ");
  const [again = 0, never = 0, repeats = 0] = standingsOf([names("parse"), names("paint"), names("parse")]);

  expect(again).toBeGreaterThan(never);
  expect(never).toBeGreaterThan(repeats);
});

test("texts without names gain nothing", () => {
  expect(standingsOf(["a b c", ""])).toEqual([0, 0]);
});
