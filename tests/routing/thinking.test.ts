import { expect, test } from "bun:test";
import type { DialectName } from "../../src/core/dialect-name.ts";
import { spliced } from "../../src/lib/json-splice.ts";
import { thinkingEdits } from "../../src/routing/thinking.ts";

/** A body after the wish was written into it. */
const wished = (
  dialect: DialectName,
  body: string,
  { isOn = true, hasSwitch = false, canBeAdaptive = false } = {},
): string => {
  const bytes = new TextEncoder().encode(body);
  return new TextDecoder().decode(
    spliced(bytes, thinkingEdits(isOn, { dialect, body: bytes, hasSwitch, canBeAdaptive })) ?? bytes,
  );
};

const off = { isOn: false };

test("each format has its own words for it", () => {
  expect(wished("openai-chat", '{"a":1}')).toBe('{"a":1,"reasoning_effort":"medium"}');
  expect(wished("openai-chat", '{"a":1}', { hasSwitch: true })).toBe('{"a":1,"thinking":{"type":"enabled"}}');
  expect(wished("openai-chat", '{"a":1}', { isOn: false, hasSwitch: true })).toBe(
    '{"a":1,"thinking":{"type":"disabled"}}',
  );
  expect(wished("openai-responses", '{"a":1}', off)).toBe('{"a":1,"reasoning":{"effort":"none"}}');
  expect(wished("anthropic", '{"max_tokens":4096}')).toBe(
    '{"max_tokens":4096,"thinking":{"type":"enabled","budget_tokens":2048}}',
  );
  expect(wished("anthropic", '{"max_tokens":10}', off)).toBe('{"max_tokens":10,"thinking":{"type":"disabled"}}');
  expect(wished("gemini", '{"a":1}')).toBe('{"a":1,"generationConfig":{"thinkingConfig":{"thinkingBudget":-1}}}');
  expect(wished("gemini", '{"generationConfig":{"topK":1}}', off)).toBe(
    '{"generationConfig":{"topK":1,"thinkingConfig":{"thinkingBudget":0}}}',
  );
});

test("Z4: what the client says of it stays", () => {
  for (const [dialect, body] of [
    ["openai-chat", '{"thinking":{"type":"disabled"}}'],
    ["openai-chat", '{"reasoning_effort":"low"}'],
    ["anthropic", '{"max_tokens":4096,"thinking":{"type":"adaptive"}}'],
    ["openai-responses", '{"reasoning":{}}'],
    ["gemini", '{"generationConfig":{"thinkingConfig":{}}}'],
  ] as const)
    expect(wished(dialect, body, { hasSwitch: true })).toBe(body);
});

test("an answer too short to think is not asked to", () => {
  expect(wished("anthropic", '{"max_tokens":1024}')).toBe('{"max_tokens":1024}');
  expect(wished("anthropic", '{"max_tokens":1100}')).toContain('"budget_tokens":1024');
});

test("a model that refuses budgets is left to decide how much it thinks, however short the answer", () => {
  expect(wished("anthropic", '{"max_tokens":100}', { canBeAdaptive: true })).toBe(
    '{"max_tokens":100,"thinking":{"type":"adaptive"}}',
  );
  expect(wished("anthropic", '{"max_tokens":100}', { isOn: false, canBeAdaptive: true })).toContain("disabled");
});
