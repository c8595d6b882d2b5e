import { expect, test } from "bun:test";
import { fitted, says } from "../../../support/fitted.ts";

const chat = (more: object) => ({ ...says["openai-chat"], ...more });
const claude = (more: object) => ({ ...says.anthropic, ...more });

test("Anthropic demands a limit of tokens: what the model gives, else 8,192", () => {
  const known = fitted("openai-chat", chat({}), "anthropic", { maxOutputTokens: 64_000 });
  const unknown = fitted("openai-chat", chat({}), "anthropic");

  expect([known.body["max_tokens"], unknown.body["max_tokens"]]).toEqual([64_000, 8192]);
  expect(unknown.rules).toContain("sampling.max-tokens-added");
  expect(fitted("openai-chat", chat({ max_tokens: 7 }), "anthropic").body["max_tokens"]).toBe(7);
});

test("more tokens than the model gives are cut, and told", () => {
  const { body, rules } = fitted("anthropic", claude({ max_tokens: 128_000 }), "openai/openai-chat gpt-4o", {
    maxOutputTokens: 16_384,
  });

  expect(body["max_completion_tokens"]).toBe(16_384);
  expect(rules).toContain("sampling.max-tokens-capped");
});

test("a temperature stays within what is taken", () => {
  expect(fitted("openai-chat", chat({ temperature: 1.7 }), "anthropic claude-sonnet-4-5")).toMatchObject({
    body: { temperature: 1 },
    rules: expect.arrayContaining(["sampling.temperature-range"]),
  });
  expect(fitted("openai-chat", chat({ temperature: 0.5 }), "anthropic claude-sonnet-4-5").body["temperature"]).toBe(
    0.5,
  );
});

test("a model that takes no temperature gets none", () => {
  for (const place of ["anthropic claude-opus-5-5", "anthropic claude-haiku-5-5"]) {
    const { body, rules } = fitted("openai-chat", chat({ temperature: 0, top_p: 0.9 }), place);
    expect(body, place).not.toHaveProperty("temperature");
    expect(body, place).not.toHaveProperty("top_p");
    expect(rules, place).toContain("sampling.temperature-gone");
  }
  const openai = fitted("anthropic", claude({ temperature: 0, top_k: 5 }), "openai/openai-chat gpt-5-mini");
  expect(openai.body).not.toHaveProperty("temperature");
});

test("Claude 4.5 takes a temperature or a top_p", () => {
  const { body, rules } = fitted("openai-chat", chat({ temperature: 0.2, top_p: 0.9 }), "anthropic claude-sonnet-4-5");

  expect(body).toMatchObject({ temperature: 0.2 });
  expect(body).not.toHaveProperty("top_p");
  expect(rules).toContain("sampling.top-p-beside");
});

test("settings without a word there are left out and told", () => {
  const all = { seed: 1, presence_penalty: 0.5, frequency_penalty: 0.5, top_k: 3 };

  expect(fitted("openai-chat", chat(all), "anthropic claude-sonnet-4-5").rules).toEqual(
    expect.arrayContaining(["sampling.seed", "sampling.penalties"]),
  );
  expect(fitted("anthropic", claude({ top_k: 3 }), "openai/openai-chat gpt-4o").rules).toContain("sampling.top-k");
});

test("a seed and a limit have Mistral's names", () => {
  const config = { seed: 7, maxOutputTokens: 9 };

  expect(
    fitted("gemini", { ...says.gemini, generationConfig: config }, "mistral mistral-large-latest").body,
  ).toMatchObject({
    random_seed: 7,
    max_tokens: 9,
  });
});

test("of more stop sequences than are taken the first ones stay; where there are none, it is told", () => {
  const stop_sequences = ["a", "b", "c", "d", "e"];
  const asked = claude({ stop_sequences });

  expect(fitted("anthropic", asked, "openai/openai-chat gpt-4o")).toMatchObject({
    body: { stop: ["a", "b", "c", "d"] },
    rules: expect.arrayContaining(["sampling.stop-some"]),
  });
  expect(fitted("anthropic", asked, "zai/openai-chat glm-4.7").body["stop"]).toEqual(["a"]);
  expect(fitted("anthropic", asked, "openai/openai-responses gpt-5.6").rules).toContain("sampling.stop-none");
});
