import { expect, test } from "bun:test";
import { watchBounds } from "../../src/paranoid/bounds.ts";

const looking = () => {
  const told: string[] = [];
  return { look: watchBounds((id, what) => told.push(`${id} ${what}`)), told };
};

test("I-08: what is beyond its bound is told with both numbers, what is at it is not", () => {
  const { look, told } = looking();

  look([{ what: "answers", is: 10, most: 10 }]);
  look([{ what: "answers", is: 11, most: 10 }]);

  expect(told).toEqual(["I-08 answers: 11, and 10 at most"]);
});

test("I-08: a bound that is lowered has to be kept to from the next look on", () => {
  const { look, told } = looking();

  look([{ what: "answers", is: 9, most: 10 }]);
  look([{ what: "answers", is: 9, most: 5 }]);
  expect(told).toEqual([]);

  look([{ what: "answers", is: 9, most: 5 }]);
  expect(told.length).toBe(1);
});
