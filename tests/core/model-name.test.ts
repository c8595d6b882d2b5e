import { expect, test } from "bun:test";
import { modelName } from "../../src/core/model-name.ts";

test("a name of a model is any text of a length that a name can have", () => {
  expect(modelName("claude-sonnet-4-5")).toBe("claude-sonnet-4-5");
  expect(modelName(null)).toBeNull();
  expect(modelName("m".repeat(256))).toHaveLength(256);
  expect(modelName("m".repeat(257))).toBeNull();
});

test("I-01 a key in the place of a model is no key any more", () => {
  expect(modelName("sk-ant-CANARY0b5c4d3e2f1a09876543210aaaa")).toBe("sk-ant-...aaaa");
});
