import { expect, test } from "bun:test";
import { oneObject } from "../../../../src/translation/request/settings/one-object.ts";

const text = { type: "string" };

test("alternatives at the top become one object with the properties of all", () => {
  const ways = [
    { type: "object", properties: { a: text }, required: ["a"] },
    { type: "object", properties: { b: text } },
  ];

  expect(oneObject({ anyOf: ways })).toEqual({
    schema: { type: "object", properties: { a: text, b: text } },
    isChanged: true,
  });
  expect(oneObject({ allOf: ways }).schema).toMatchObject({ required: ["a"] });
  expect(oneObject({ type: "object", properties: {} }).isChanged).toBe(false);
});

test("what tells alternatives apart may be any of its values, and what all of them demand is demanded", () => {
  const way = (kind: string, name: string) => ({
    type: "object",
    properties: { kind: { const: kind }, [name]: text },
    required: ["kind", name],
  });

  expect(oneObject({ oneOf: [way("file", "path"), way("web", "url")] }).schema).toEqual({
    type: "object",
    properties: { kind: { anyOf: [{ const: "file" }, { const: "web" }] }, path: text, url: text },
    required: ["kind"],
  });
});

test("arguments that only refer to a definition are that one, and so are alternatives", () => {
  const $defs = { A: { type: "object", properties: { a: text }, required: ["a"] }, "b/c": { properties: { b: text } } };

  expect(oneObject({ $ref: "#/$defs/A", $defs })).toEqual({ schema: { ...$defs.A, $defs }, isChanged: false });
  expect(oneObject({ anyOf: [{ $ref: "#/$defs/A" }, { $ref: "#/$defs/b~1c" }], $defs }).schema).toMatchObject({
    properties: { a: text, b: text },
  });
  expect(oneObject({ $ref: "#/$defs/none", $defs }).schema).toMatchObject({ type: "object", properties: {} });
  expect(oneObject(true).schema).toEqual({ type: "object", properties: {} });
});

test("a property may have any name", () => {
  const schema = JSON.parse('{"anyOf":[{"properties":{"__proto__":{"type":"string"},"constructor":true}}]}');

  expect(JSON.stringify(oneObject(schema).schema["properties"])).toBe(
    '{"__proto__":{"type":"string"},"constructor":true}',
  );
});
