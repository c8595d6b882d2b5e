import { expect, test } from "bun:test";
import fc from "fast-check";
import { checkRequest } from "../../../src/dialects/unified/check.ts";

const providers = ["openai", "anthropic", "mistral"];
const known = { names: providers, isNeeded: true };
const good = { provider: "openai", model: "m", messages: [{ role: "user", content: "Hello" }] };
const detailsOf = (body: unknown) => checkRequest(body, known)?.details;

test("a good request passes, with settings, parts, tools, nulls and fields of other names", () => {
  const parts = [
    { type: "text", text: "a" },
    { type: "image_url", image_url: { url: "x" } },
  ];
  const full = {
    ...good,
    ...{ temperature: 0.5, max_tokens: 9, stop: ["a"], stream: true, seed: null, mine: 1 },
    messages: [
      { role: "user", content: parts },
      { role: "assistant", content: null, tool_calls: [{}] },
    ],
    tools: [{ type: "function" }],
  };

  expect([checkRequest(good, known), checkRequest(full, known)]).toEqual([null, null]);
});

test("a wrong type is named where it is", () => {
  const missing = { _errors: ["Required"] };

  expect(detailsOf({})).toEqual({ provider: missing, model: missing, messages: missing });
  expect(detailsOf({ ...good, n: 2 })).toHaveProperty("n");
  expect(detailsOf({ ...good, provider: "acme" })).toMatchObject({ provider: { _errors: [expect.any(String)] } });
  expect(detailsOf({ ...good, temperature: "hot" })).toMatchObject({ temperature: { _errors: [expect.any(String)] } });
  expect(detailsOf({ ...good, messages: [{ role: "critic", content: "x" }] })).toMatchObject({
    messages: { 0: { role: { _errors: [expect.any(String)] } } },
  });
  expect(detailsOf({ ...good, messages: [] })).toHaveProperty("messages");
  expect(detailsOf("no object")).toMatchObject({ _errors: [expect.any(String)] });
});

test("the error shows what is expected: its structure, in words, and by an example that passes", () => {
  const invalid = checkRequest({}, known);

  expect(invalid?.error).toBe("Invalid request");
  expect(invalid?.expectedSchema.structure).toMatchObject({
    type: "object",
    properties: {
      provider: { type: "enum", options: providers },
      model: { type: "string" },
      messages: {
        type: "array",
        items: {
          type: "object",
          properties: { role: { type: "enum" }, content: { type: "string | array", optional: true } },
        },
      },
      stream: { type: "boolean", optional: true },
    },
  });
  expect(invalid?.expectedSchema.description).toStartWith(
    "provider: enum: openai | anthropic | mistral\nmodel: string\nmessages: array of:\n  role: enum: system |",
  );
  expect(checkRequest(invalid?.expectedSchema.example, known)).toBeNull();
});

test("whom it is for need not be said where something else tells, but what is said must be known", () => {
  const { provider: _, ...silent } = good;

  expect(checkRequest(silent, { names: providers, isNeeded: false })).toBeNull();
  expect(checkRequest({ ...good, provider: "acme" }, { names: providers, isNeeded: false })?.details).toHaveProperty(
    "provider",
  );
});

test("any JSON at all is checked", () => {
  fc.assert(fc.property(fc.jsonValue(), (body) => void JSON.stringify(checkRequest(body, known))));
});
