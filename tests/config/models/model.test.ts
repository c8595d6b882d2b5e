import { expect, test } from "bun:test";
import { contradictionIn, entryOf, modelFields, modelsJsonSchema } from "../../../src/config/models/model.ts";

test("fields that say the same twice, or only half, contradict each other", () => {
  expect(contradictionIn({ input: 1, output: 2 })).toBeNull();
  expect(contradictionIn({ vision: true })).toBeNull();
  expect(contradictionIn({ cache_read: 1 })).toEqual({ field: "input", why: "missing" });
  expect(contradictionIn({ input: 1, currency: "USD", per_dollar: 2 })?.field).toBe("per_dollar");
});

test("what other terms cost counts also where the price is in another table", () => {
  expect(entryOf("openai", "*", modelFields().parse({ service_tiers: { flex: 0.5 } }))).toMatchObject({
    price: null,
    serviceTiers: { flex: 0.5 },
  });
});

test("editors get a schema with every field", () => {
  expect(JSON.stringify(modelsJsonSchema())).toContain('"cache_write_1h"');
});
