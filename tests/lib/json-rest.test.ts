import { expect, test } from "bun:test";
import fc from "fast-check";
import { merged } from "../../src/lib/fields.ts";
import { isObject, type JsonObject } from "../../src/lib/json.ts";
import { isEmpty, keeping, present, restOf } from "../../src/lib/json-rest.ts";

const objects = fc.jsonValue().map((value): JsonObject => (isObject(value) ? value : { value }));

test("the rest is what the other object has no place for, however deep", () => {
  expect(restOf({ a: 1, b: { c: 2, d: 3 }, e: [1] }, { a: 9, b: { c: 2 }, e: [] })).toEqual({ b: { d: 3 } });
  expect(restOf({ a: null }, {})).toEqual({ a: null });
  expect(restOf({ a: { b: 1 } }, { a: "text" })).toEqual({});
});

test("a part of an object and the rest of it are the whole of it", () => {
  fc.assert(
    fc.property(objects, fc.func(fc.boolean()), (object, keeps) => {
      const part = Object.fromEntries(Object.entries(object).filter(([name]) => keeps(name)));

      expect(merged(restOf(object, part), part)).toEqual(object);
    }),
  );
});

test("a field named __proto__ is a field", () => {
  const object: JsonObject = JSON.parse('{"__proto__":{"a":1}}');

  expect(Object.keys(restOf(object, {}))).toEqual(["__proto__"]);
  expect(isEmpty(object)).toBe(false);
});

test("what is null or undefined is not present", () => {
  expect(present({ a: 0, b: null, c: undefined, d: "" })).toEqual({ a: 0, d: "" });
});

test("the fields that pass are kept, whatever their names", () => {
  const object: JsonObject = JSON.parse('{"__proto__":1,"a":2,"b":3}');

  expect(JSON.stringify(keeping(object, (value, name) => value === 1 || name === "b"))).toBe('{"__proto__":1,"b":3}');
});
