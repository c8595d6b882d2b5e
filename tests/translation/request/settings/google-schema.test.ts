import { expect, test } from "bun:test";
import { googleSchema } from "../../../../src/translation/request/settings/google-schema.ts";

const text = { type: "string" };

test("nothing stands beside a reference, and what stood there is not lost", () => {
  const a = { $ref: "#/$defs/t", description: "The name." };

  expect(googleSchema({ type: "object", properties: { a, b: { $ref: "#/$defs/t" } }, $defs: { t: text } })).toEqual({
    schema: {
      type: "object",
      properties: { a: { description: "The name.", anyOf: [{ $ref: "#/$defs/t" }] }, b: { $ref: "#/$defs/t" } },
      $defs: { t: text },
    },
    count: 0,
  });
});

test("true and false are no schemas there, and one of which all have to fit is that one", () => {
  const schema = { properties: { any: true, none: false, one: { allOf: [text], title: "T" } }, items: true };

  expect(googleSchema(schema).schema).toEqual({
    properties: { any: {}, one: { type: "string", title: "T" } },
    items: {},
  });
});
