import { expect, test } from "bun:test";
import {
  readFormat,
  readReasoning,
  readSampling,
  reasoningPlace,
  spellingsIn,
  writeFormat,
  writeReasoning,
  writeSampling,
} from "../../../src/dialects/openai-chat/sampling.ts";

test("settings keep the names that a request has used", () => {
  const usual = { max_completion_tokens: 9, temperature: 0, top_p: 0.5, stop: ["a"], seed: 1, n: 2 };
  const older = { max_tokens: 9, random_seed: 1, top_k: 4, presence_penalty: -1, frequency_penalty: 1 };

  for (const body of [usual, older]) expect(writeSampling(readSampling(body), spellingsIn(body))).toEqual(body);
});

test("a setting of another type is none", () => {
  expect(readSampling({ temperature: "0.5", stop: [1], max_tokens: null })).toMatchObject({
    temperature: null,
    stop: [],
    maxTokens: null,
  });
});

test("how much is thought is said in each vendor's way", () => {
  const ways: [object, string | null][] = [
    [{ reasoning_effort: "high" }, "high"],
    [{ reasoning_effort: "none" }, null],
    [{ reasoning: { effort: "low", max_tokens: 99 } }, "low"],
    [{ reasoning: { effort: "high", enabled: true, exclude: true } }, "high"],
    [{ thinking: { type: "disabled" } }, null],
    [{ thinking: { type: "enabled", budget_tokens: 9 } }, null],
  ];

  for (const [said, effort] of ways) {
    const body = { ...said };
    expect(readReasoning(body)?.effort).toBe(effort);
    expect(writeReasoning(readReasoning(body), reasoningPlace(body))).toEqual(body);
  }
  expect(readReasoning({ reasoning_effort: "none" })?.mode).toBe("off");
  expect(readReasoning({ thinking: { type: "disabled" } })?.mode).toBe("off");
  expect(readReasoning({})).toBeNull();
  expect(writeReasoning(null, {})).toEqual({});
});

test("the shape of the answer", () => {
  const json_schema = { name: "n", schema: { type: "object" }, strict: true };

  for (const response_format of [{ type: "text" }, { type: "json_object" }, { type: "json_schema", json_schema }])
    expect(writeFormat(readFormat({ response_format }))).toEqual({ response_format });
  expect(readFormat({ response_format: { type: "grammar" } })).toBeNull();
});
