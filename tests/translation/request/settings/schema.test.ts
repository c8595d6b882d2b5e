import { expect, test } from "bun:test";
import {
  anthropicWords,
  closed,
  eachSchema,
  fromGoogleWords,
  googleWords,
  inWords,
  isStrictShape,
} from "../../../../src/translation/request/settings/schema.ts";

const text = { type: "string" };

test("a schema in which nothing has to change is the same one", () => {
  const schema = { type: "object", properties: { a: { anyOf: [text, { type: "null" }] } } };

  expect(eachSchema(schema, (one) => one)).toBe(schema);
  expect(inWords(schema, googleWords)).toEqual({ schema, count: 0 });
});

test("Google's words become those of JSON Schema, all the way down", () => {
  const own = {
    type: "OBJECT",
    propertyOrdering: ["a"],
    properties: { a: { type: "ARRAY", minItems: "1", items: { type: "STRING", nullable: true, example: "x" } } },
  };

  expect(fromGoogleWords(own)).toEqual({
    type: "object",
    properties: { a: { type: "array", minItems: 1, items: { type: ["string", "null"], examples: ["x"] } } },
  });
});

test("a limit that is not taken stands in the description, and a single value is a list of one", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: { n: { type: "string", description: "A name.", pattern: "^a", minLength: 2 }, k: { const: "x" } },
  };

  expect(inWords(schema, googleWords)).toEqual({
    schema: {
      type: "object",
      properties: {
        n: { type: "string", description: 'A name.\n\n{pattern: "^a", minLength: 2}' },
        k: { enum: ["x"] },
      },
    },
    count: 2,
  });
});

test("a property that is called like a word of JSON Schema is no such word", () => {
  const schema = { type: "object", properties: { pattern: text, const: text } };

  expect(inWords(schema, anthropicWords).schema).toEqual(schema);
});

test("only an object that is closed and demands all it has is strict", () => {
  const strict = { type: "object", properties: { a: text }, required: ["a"], additionalProperties: false };

  expect(isStrictShape(strict)).toBe(true);
  expect(isStrictShape({ ...strict, required: [] })).toBe(false);
  expect(isStrictShape({ ...strict, additionalProperties: undefined })).toBe(false);
  expect(isStrictShape({ ...strict, properties: { a: { type: "object", properties: {} } } })).toBe(false);
  expect(isStrictShape(null)).toBe(false);
});

test("objects are closed unless they are meant to be open", () => {
  const object = { type: "object", properties: { a: text } };

  expect(closed({ ...object, properties: { b: object } })).toMatchObject({
    schema: { additionalProperties: false, properties: { b: { additionalProperties: false } } },
    count: 2,
  });
  expect(closed({ type: "object", additionalProperties: text })).toBeNull();
  expect(closed({ type: "object" })).toBeNull();
});

test("no depth of a schema is too much", () => {
  let deep: unknown = text;
  for (let at = 0; at < 50_000; at++) deep = { type: "array", items: deep };

  expect(inWords(deep, googleWords).count).toBe(0);
});
