import { expect, test } from "bun:test";
import { modelList, modelNamed } from "../../src/simulator/models.ts";

test("each vendor lists its own models in its own shape", () => {
  expect(JSON.parse(modelList("anthropic"))).toMatchObject({
    data: [{ type: "model", id: "claude-opus-4-6" }, {}, {}],
    has_more: false,
    first_id: "claude-opus-4-6",
    last_id: "claude-haiku-4-5",
  });
  expect(JSON.parse(modelList("openai"))).toMatchObject({ object: "list" });
  expect(modelList("openai")).toContain('"id": "glm-4.6"');
  expect(modelList("openai")).not.toContain("claude");
  expect(JSON.parse(modelList("google")).models[0]).toMatchObject({
    name: "models/gemini-3-pro-preview",
    inputTokenLimit: 1_048_576,
  });
});

test("one model is found by its name, and another vendor's is not", () => {
  expect(JSON.parse(modelNamed("anthropic", "claude-haiku-4-5"))).toMatchObject({ display_name: "Claude Haiku 4.5" });
  expect(JSON.parse(modelNamed("google", "gemini-2.5-pro"))).toMatchObject({ displayName: "Gemini 2.5 Pro" });
  expect(() => modelNamed("openai", "claude-haiku-4-5")).toThrow(
    expect.objectContaining({ status: 404, code: "model_not_found" }),
  );
});
