import { expect, test } from "bun:test";
import { readFormat, readReasoning, readSampling, writeConfig } from "../../../src/dialects/gemini/config.ts";
import { fieldsOf, merged } from "../../../src/lib/fields.ts";
import type { JsonObject } from "../../../src/lib/json.ts";

const again = (config: JsonObject): JsonObject => {
  const fields = fieldsOf(config);
  const read = { sampling: readSampling(fields), reasoning: readReasoning(fields), format: readFormat(fields) };
  return merged(fields.left(), writeConfig(read, fields.left()));
};

test("how an answer is drawn is written as it was read", () => {
  const configs = [
    { temperature: 0, topP: 0.5, topK: 3, maxOutputTokens: 9, stopSequences: ["END"], seed: 1, candidateCount: 2 },
    { presencePenalty: 1, frequencyPenalty: -1, responseModalities: ["IMAGE"] },
    { thinkingConfig: { thinkingBudget: 0 } },
    { thinkingConfig: { thinkingBudget: -1, includeThoughts: true } },
    { thinkingConfig: { thinkingLevel: "high", thinkingBudget: 128 } },
    { responseMimeType: "application/json" },
    { responseMimeType: "text/plain" },
    { responseMimeType: "text/x.enum", responseSchema: { type: "STRING" } },
    { responseMimeType: "application/json", responseSchema: { type: "OBJECT" } },
    { responseMimeType: "application/json", responseJsonSchema: { type: "object" } },
  ];

  for (const config of configs) expect(again(config)).toEqual(config);
});

test("a budget of none is off, one of -1 is the model's own choice", () => {
  const reasoning = (thinkingBudget: number) =>
    readReasoning(fieldsOf({ thinking_config: { thinking_budget: thinkingBudget } }));

  expect(reasoning(0)).toMatchObject({ mode: "off", effort: null, budgetTokens: null });
  expect(reasoning(-1)).toMatchObject({ mode: "adaptive", effort: null, budgetTokens: null });
  expect(reasoning(128)).toMatchObject({ effort: null, budgetTokens: 128 });
  expect(readReasoning(fieldsOf({}))).toBeNull();
});
