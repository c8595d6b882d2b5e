import { expect, test } from "bun:test";
import { Recent } from "../../src/lib/recent.ts";

test("the latest names are known, those of long ago are forgotten", () => {
  const recent = new Recent(3);
  const names = Array.from({ length: 9 }, (_, at) => `n${at}`);
  for (const name of names) {
    recent.add(name);
    expect(recent.has(name)).toBe(true);
  }
  expect(names.slice(-3).every((name) => recent.has(name))).toBe(true);
  expect(recent.has("n0")).toBe(false);
});
