import { expect, test } from "bun:test";
import {
  fieldsBeside,
  flagOrNull,
  isObject,
  listIn,
  numberOrNull,
  objectIn,
  parsedJson,
  textOrNull,
} from "../../src/lib/json.ts";

test("a value is taken for what it is and for nothing else", () => {
  expect([{}, [], null, "x", 1].map(isObject)).toEqual([true, false, false, false, false]);
  expect([objectIn({ a: 1 }), objectIn([1]), objectIn(null)]).toEqual([{ a: 1 }, {}, {}]);
  expect([listIn([1]), listIn({ 0: 1 }), listIn("ab")]).toEqual([[1], [], []]);
  expect([textOrNull(""), textOrNull(0)]).toEqual(["", null]);
  expect([numberOrNull(0), numberOrNull(Number.NaN), numberOrNull("1")]).toEqual([0, null, null]);
  expect([flagOrNull(false), flagOrNull("false")]).toEqual([false, null]);
});

test("a text that is no JSON is undefined, which no JSON is", () => {
  expect([parsedJson("null"), parsedJson("{"), parsedJson("")]).toEqual([null, undefined, undefined]);
});

test("what is left of an object keeps its order", () => {
  expect(Object.keys(fieldsBeside({ z: 1, b: 2, a: 3 }, new Set(["b"])))).toEqual(["z", "a"]);
});
