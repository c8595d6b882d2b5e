import { expect, test } from "bun:test";
import { z } from "zod";
import { argumentsFor, exampleOf, simulatedCommand } from "../../src/simulator/tool-arguments.ts";

const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
});

test("a shell tool gets a harmless command, even where none is required", () => {
  expect(argumentsFor(object({ command: { type: "string" }, timeout: { type: "number" } }, []))).toEqual({
    command: simulatedCommand,
  });
  expect(argumentsFor(object({ cmd: { type: "string" } }))).toEqual({ cmd: simulatedCommand });
  expect(argumentsFor(object({ command: { type: "array", items: { type: "string" } } }))).toEqual({
    command: ["bash", "-lc", simulatedCommand],
  });
});

test("only what is required is filled in", () => {
  expect(argumentsFor(object({ path: { type: "string" }, limit: { type: "integer" } }, ["path"]))).toEqual({
    path: "README.md",
  });
  expect(argumentsFor({ type: "object" })).toEqual({});
  expect(argumentsFor(undefined)).toEqual({});
});

test("Google's capital types are understood", () => {
  expect(argumentsFor({ type: "OBJECT", properties: { count: { type: "INTEGER" } }, required: ["count"] })).toEqual({
    count: 1,
  });
});

const schemas = [
  object({ a: { enum: ["x", "y"] }, b: { const: 7 }, c: { type: "boolean" }, d: { type: "null" } }),
  object({ a: { type: "string", minLength: 40 }, b: { type: "string", maxLength: 3 } }),
  object({
    a: { type: "integer", minimum: 5, maximum: 6 },
    b: { type: "number", exclusiveMinimum: 2 },
    c: { type: "integer", multipleOf: 7, minimum: 10 },
    d: { type: "number", maximum: 0 },
  }),
  object({ a: { type: "array", items: { type: "integer" }, minItems: 3 }, b: { type: "array", maxItems: 0 } }),
  object({
    a: { anyOf: [{ type: "null" }, { type: "string" }] },
    b: { type: ["null", "integer"] },
    c: { oneOf: [{ type: "boolean" }] },
  }),
  object({
    a: object({ b: object({ c: { type: "string" } }) }),
    list: { type: "array", items: object({ name: { type: "string" } }) },
  }),
  { ...object({ a: { $ref: "#/$defs/Place" } }), $defs: { Place: object({ city: { type: "string" } }) } },
  { type: "object", allOf: [object({ a: { type: "string" } }), object({ b: { type: "integer" } })] },
  object({ when: { type: "string", default: "now" } }),
];

test.each(schemas.map((schema) => [schema] as const))("the arguments satisfy %j", (schema) => {
  const given = z.fromJSONSchema(JSON.parse(JSON.stringify(schema))).safeParse(argumentsFor(schema));

  expect(given.error).toBeUndefined();
});

test("a schema that refers to itself comes to an end", () => {
  const schema = {
    ...object({ child: { $ref: "#/$defs/Node" } }),
    $defs: { Node: object({ child: { $ref: "#/$defs/Node" } }) },
  };

  expect(JSON.stringify(argumentsFor(schema)).length).toBeLessThan(1000);
});

test("an answer's schema need not be an object", () => {
  expect(exampleOf({ type: "array", items: { type: "string", enum: ["yes"] } })).toEqual(["yes"]);
});
