import { expect, test } from "bun:test";
import { checkSettings } from "../../../src/simulator/gemini/settings.ts";

const tool = (more: object) => ({ tools: [{ functionDeclarations: [{ name: "x", ...more }] }] });
const schema = { type: "OBJECT", properties: { a: { type: "STRING" } } };

test.each([
  [{ generationConfig: { max_tokens: 5 } }, 'Unknown name "max_tokens"'],
  [{ generationConfig: { stopSequences: ["a", "b", "c", "d", "e", "f"] } }, "at most 5"],
  [{ generationConfig: { temperature: 3 } }, "[0.0, 2.0]"],
  [{ generationConfig: { responseSchema: { ...schema, additionalProperties: false } } }, "additionalProperties"],
  [{ generationConfig: { thinkingConfig: { thinkingBudget: 1, thinkingLevel: "LOW" } } }, "only one of thinking"],
  [tool({ name: "a b" }), "Invalid function name"],
  [tool({ name: "x".repeat(65) }), "Invalid function name"],
  [tool({ parameters: { ...schema, $schema: "x" } }), 'Unknown name "$schema"'],
  [tool({ parameters: { ...schema, properties: { a: { type: ["string", "null"] } } } }), "properties[a].type"],
  [tool({ parameters: schema, parametersJsonSchema: schema }), "only one of parameters"],
])("%j is refused", (request, words) => {
  expect(() => checkSettings(request)).toThrow(words);
});

test.each([
  [{ generation_config: { max_output_tokens: 5, thinkingConfig: { thinkingBudget: -1 } } }],
  [tool({ parameters: schema })],
  [tool({ parametersJsonSchema: { ...schema, additionalProperties: false, $schema: "x" } })],
])("%j is fine", (request) => {
  expect(() => checkSettings(request)).not.toThrow();
});
