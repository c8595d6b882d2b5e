import { expect, test } from "bun:test";
import { configJsonSchema } from "../../src/config/json-schema.ts";
import { settingNames } from "../../src/config/schema.ts";

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly additionalProperties?: boolean;
};

test("an editor knows every setting with its reason, and no other key", () => {
  const schema = configJsonSchema() as Schema;

  for (const name of settingNames) {
    const found = name.split(".").reduce<Schema | undefined>((node, key) => node?.properties?.[key], schema);
    expect([name, typeof found?.description]).toEqual([name, "string"]);
  }
  expect(schema.additionalProperties).toBe(false);
});

test("sections of older files are known to it, and said to be that", () => {
  const { properties = {} } = configJsonSchema() as { readonly properties?: Readonly<Record<string, object>> };

  for (const name of ["metrics", "llm"]) expect(properties[name]).toMatchObject({ deprecated: true });
  expect(properties["vidurai"]).toMatchObject({ properties: { compression_threshold: { deprecated: true } } });
});
