import { expect, test } from "bun:test";
import fc from "fast-check";
import { fieldsOf, merged } from "../../src/lib/fields.ts";
import type { JsonObject } from "../../src/lib/json.ts";

test("what is taken is gone from what is left; what is of another type stays, and null says nothing", () => {
  const fields = fieldsOf({ model: "m", max: "9", stop: null, other: null, stream: true, list: [1], own: { a: 1 } });

  expect([fields.text("model"), fields.number("max"), fields.text("stop")]).toEqual(["m", null, null]);
  expect([fields.flag("stream"), fields.list("list"), fields.object("list")]).toEqual([true, [1], null]);
  expect(fields.left()).toEqual({ max: "9", other: null, own: { a: 1 } });
});

test("a field with two spellings is taken under either", () => {
  expect(fieldsOf({ mime_type: "a" }).text("mimeType", "mime_type")).toBe("a");
});

test("what is left inside an object is left at its place, under the first of its names", () => {
  const fields = fieldsOf({
    delta: { text: "a", own: 1 },
    usage_metadata: { count: 1, own: 2 },
    used: { up: 1 },
    empty: {},
  });

  fields.within("delta").text("text");
  fields.within("usageMetadata", "usage_metadata").number("count");
  fields.within("used").number("up");
  fields.within("empty").number("up");

  expect(fields.left()).toEqual({ delta: { own: 1 }, usageMetadata: { own: 2 }, empty: {} });
});

/** The fields in the order of their names, but for nulls in the place of what was asked for. */
const saying = (object: JsonObject, asked: readonly string[]): string =>
  JSON.stringify(
    Object.entries(object)
      .filter(([name, value]) => value !== null || !asked.includes(name))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

test("what is taken and put back is the whole, but for nulls", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.string()), (object, names) => {
      const fields = fieldsOf(object);
      const back = names.map((name) => [name, fields.taken((value) => value ?? null, name) ?? undefined]);

      expect(saying(merged(fields.left(), Object.fromEntries(back)), names)).toBe(saying(object, names));
    }),
  );
});

test("two objects as one: the second wins, and undefined says nothing", () => {
  expect(merged({ a: 1, b: { c: 1, d: 1 } }, { a: undefined, b: { d: 2 }, e: null })).toEqual({
    a: 1,
    b: { c: 1, d: 2 },
    e: null,
  });
});

test("a mark holds the place of what was taken", () => {
  const fields = fieldsOf({ schema: { type: "object" }, own: 1 });

  fields.object("schema");
  fields.mark("schema");

  expect(fields.left()).toEqual({ own: 1, schema: null });
});
