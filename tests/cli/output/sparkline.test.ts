import { expect, test } from "bun:test";
import { asciiOnly } from "../../../cli/output/ascii.ts";
import { sparkline } from "../../../cli/output/sparkline.ts";

test("each number has its sign; what nobody knows is a gap, and nothing but zero looks like zero", () => {
  expect(sparkline([0, 1, 4, 8])).toBe("▁▂▅█");
  expect(sparkline([null, 0, null, 2])).toBe(" ▁ █");
  expect(sparkline([0.001, 1000])).toBe("▂█");
  expect(sparkline([0, 0, null])).toBe("▁▁ ");
  expect(sparkline([])).toBe("");
});

test("with ASCII alone it is as wide and has its gaps", () => {
  expect(asciiOnly(sparkline([null, 0, 1, 5, 8]))).toBe(" .:|#");
});
