import { expect, test } from "bun:test";
import { countViolations } from "../../src/paranoid/violations.ts";

test("each is counted by its number, and one that comes over and over is not told for ever", () => {
  const told: string[] = [];
  const { broken, counts } = countViolations((id, what) => told.push(`${id} ${what}`));

  for (let time = 0; time < 1000; time++) broken("I-03", "changed");
  broken("I-06", "no end");

  expect(counts()).toEqual({ "I-03": 1000, "I-06": 1 });
  expect(told.length).toBe(21);
});
