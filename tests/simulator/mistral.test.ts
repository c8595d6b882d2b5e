import { expect, test } from "bun:test";
import { isMistralModel } from "../../src/simulator/mistral.ts";
import { asks, frozen, jsonOf, payloads, post } from "./asking.ts";

const tools = [{ type: "function", function: { name: "shell", parameters: {} } }];

test("only Mistral's names are Mistral's", () => {
  expect(isMistralModel("mistral-small-latest")).toBe(true);
  expect(isMistralModel("gpt-4o")).toBe(false);
  expect(isMistralModel("my-mistral")).toBe(false);
});

test("a whole answer is one line in Mistral's order, its call ids have nine characters", async () => {
  const text = await (await post(frozen(), ...asks.mistral("hi", { tools }))).text();

  expect(Object.keys(JSON.parse(text))).toEqual(["id", "created", "model", "usage", "object", "choices"]);
  expect(text).not.toContain("\n");
  expect(JSON.parse(text).choices[0].message.tool_calls[0].id).toMatch(/^[a-zA-Z0-9]{9}$/);
});

test("the last chunk carries the calls whole, the reason and the usage", async () => {
  const chunks = payloads(
    await (await post(frozen(), ...asks.mistral("use two tools", { tools, stream: true }))).text(),
  );

  const last = JSON.parse(chunks.at(-2)?.data ?? "");
  expect(last.choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    delta: { tool_calls: [{ index: 0 }, { index: 1 }] },
  });
  expect(last.usage.completion_tokens).toBeGreaterThan(0);
  expect(chunks.at(-1)?.data).toBe("[DONE]");
});

test("a call id of another vendor is refused in Mistral's shape", async () => {
  const messages = [
    { role: "user", content: "hi" },
    {
      role: "assistant",
      content: "",
      tool_calls: [{ id: "call_toolong", type: "function", function: { name: "x", arguments: "{}" } }],
    },
    { role: "tool", tool_call_id: "call_toolong", content: "x" },
  ];
  const response = await post(frozen(), ...asks.mistral("", { messages }));

  expect(response.status).toBe(400);
  expect(await jsonOf(response)).toMatchObject({ object: "error", type: "invalid_request_error", code: "3280" });
});

test("a magistral model thinks in parts", async () => {
  const answer = await jsonOf(await post(frozen(), ...asks.mistral("echo: hi", { model: "magistral-small" })));

  expect(answer.choices[0].message.content.map((part: { type: string }) => part.type)).toEqual(["thinking", "text"]);
});

test.each([
  [{ top_k: 1 }, 422, "body.top_k"],
  [{ seed: 1 }, 422, "body.seed"],
  [
    {
      messages: [
        { role: "user", content: "hi" },
        { role: "assistant", content: "so" },
      ],
    },
    400,
    "Expected last role",
  ],
  [{ messages: [{ role: "developer", content: "hi" }] }, 400, "Unexpected role 'developer'"],
])("%j is refused", async (more, status, words) => {
  const response = await post(frozen(), ...asks.mistral("hi", more));

  expect(response.status).toBe(status);
  expect(await response.text()).toContain(words);
});

test("after a tool the model has to speak before the user may", async () => {
  const call = { id: "abcdefgh1", type: "function", function: { name: "x", arguments: "{}" } };
  const called = [
    { role: "user", content: "hi" },
    { role: "assistant", content: "", tool_calls: [call] },
    { role: "tool", tool_call_id: "abcdefgh1", content: "x" },
  ];
  const said = async (...more: object[]) =>
    (await post(frozen(), ...asks.mistral("", { messages: [...called, ...more] }))).status;

  expect(await said({ role: "user", content: "and?" })).toBe(400);
  expect(await said({ role: "assistant", content: "so" }, { role: "user", content: "and?" })).toBe(200);
});
