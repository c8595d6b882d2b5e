import { describe, expect, test } from "bun:test";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { gemini } from "../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../src/dialects/openai-chat/index.ts";
import { openaiResponses } from "../../src/dialects/openai-responses/index.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { contentOf, mayHoldImage } from "../../src/routing/content.ts";

const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "aGk=" } };

const bodies = {
  anthropic: [
    { messages: [{ role: "user", content: [image] }] },
    { messages: [{ role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: [image, image] }] }] },
  ],
  "openai-chat": [
    { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "https://x.example/a.png" } }] }] },
  ],
  "openai-responses": [
    { input: [{ role: "user", content: [{ type: "input_image", image_url: "data:image/png;base64,aGk=" }] }] },
    { input: [{ type: "function_call_output", call_id: "c", output: [{ type: "input_image", file_id: "f" }] }] },
  ],
  gemini: [{ contents: [{ role: "user", parts: [{ inlineData: { mimeType: "image/png", data: "aGk=" } }] }] }],
} satisfies Record<string, readonly JsonObject[]>;

const dialects = { anthropic, "openai-chat": openaiChat, "openai-responses": openaiResponses, gemini };

const read = (body: JsonObject, name: keyof typeof dialects = "anthropic") =>
  contentOf(dialects[name].readRequest(body, "/"), () => 7);

describe("images are seen in every format, also in what tools gave", () => {
  for (const [name, all] of Object.entries(bodies) as [keyof typeof bodies, readonly JsonObject[]][])
    for (const [at, body] of all.entries())
      test(`${name} ${at}`, () => {
        expect(read(body, name).images).toBeGreaterThan(0);
        expect(mayHoldImage(new TextEncoder().encode(JSON.stringify(body)))).toBe(true);
      });

  test("and where there is none, nothing has to be read for that", () => {
    expect(read({ messages: [{ role: "user", content: "hi" }] }).images).toBe(0);
    expect(mayHoldImage(new TextEncoder().encode('{"messages":[]}'))).toBe(false);
  });
});

test("tools are known by their names, the vendor's own also by its name for them", () => {
  const tools = [
    { name: "Bash", input_schema: {} },
    { type: "web_search_20250305", name: "web_search" },
  ];

  expect(read({ tools, messages: [] }).tools).toEqual(["Bash", "web_search", "web_search_20250305"]);
});

test("a client asks for thoughts by a switch, a budget or an effort", () => {
  const isThinking = (thinking: unknown) => read({ thinking, messages: [] }).isThinking;

  expect(isThinking({ type: "enabled", budget_tokens: 2000 })).toBe(true);
  expect(isThinking({ type: "adaptive" })).toBe(true);
  expect(isThinking({ type: "disabled" })).toBe(false);
  expect(isThinking(undefined)).toBe(false);
  for (const [effort, asks] of [
    ["high", true],
    ["minimal", false],
    ["none", false],
  ] as const)
    expect([effort, read({ reasoning_effort: effort, messages: [] }, "openai-chat").isThinking]).toEqual([
      effort,
      asks,
    ]);
});

test("tokens are estimated when they are asked for, and once", () => {
  let asked = 0;
  const content = contentOf(anthropic.readRequest({ messages: [] }, "/"), () => ++asked);

  expect(asked).toBe(0);
  expect([content.inputTokens(), content.inputTokens()]).toEqual([1, 1]);
});
