import { expect, test } from "bun:test";
import { ofLast } from "../../src/lib/of-last.ts";

test("what was asked for last is at hand, all else is made again", () => {
  const made: string[] = [];
  const lengthOf = ofLast((text: string) => {
    made.push(text);
    return text.length;
  });
  expect([lengthOf("one"), lengthOf("one"), lengthOf("three"), lengthOf("one")]).toEqual([3, 3, 5, 3]);
  expect(made).toEqual(["one", "three", "one"]);
});

test("nothing is an answer too", () => {
  let asked = 0;
  const nothing = ofLast((_: null) => {
    asked++;
    return undefined;
  });
  expect([nothing(null), nothing(null), asked]).toEqual([undefined, undefined, 1]);
});
