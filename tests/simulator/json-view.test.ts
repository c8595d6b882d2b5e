import { expect, test } from "bun:test";
import { isObject, listIn, numberIn, objectIn, textIn, textsIn } from "../../src/simulator/json-view.ts";

test("looking into JSON of the wrong shape finds something empty, never a crash", () => {
  for (const wrong of [undefined, null, 7, "text", [1], true]) expect(objectIn(wrong)).toEqual({});

  expect(listIn({ length: 1 })).toEqual([]);
  expect(textIn(7)).toBe("");
  expect(numberIn("7")).toBeNull();
  expect(numberIn(Number.NaN)).toBeNull();
});

test("looking into JSON of the right shape finds what is there", () => {
  expect(objectIn({ a: 1 })).toEqual({ a: 1 });
  expect(isObject([])).toBe(false);
  expect(textsIn("one")).toEqual(["one"]);
  expect(textsIn(["one", 2, "three"])).toEqual(["one", "three"]);
  expect(numberIn(0)).toBe(0);
});
