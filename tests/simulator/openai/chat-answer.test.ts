import { expect, test } from "bun:test";
import { asks, frozen, jsonOf, payloads, post } from "../asking.ts";

const tools = [
  {
    type: "function",
    function: {
      name: "shell",
      parameters: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
    },
  },
];

const chunksOf = async (text: string, more: object = {}) => {
  const response = await post(frozen(), ...asks["openai-chat"](text, { stream: true, ...more }));
  return payloads(await response.text()).map(({ data }) => data);
};

test("a stream begins with the role, ends with the reason and then with [DONE]", async () => {
  const chunks = await chunksOf("say 9 words");

  expect(JSON.parse(chunks[0] ?? "").choices[0].delta).toEqual({ role: "assistant", content: "", refusal: null });
  expect(JSON.parse(chunks.at(-2) ?? "").choices[0]).toMatchObject({ delta: {}, finish_reason: "stop" });
  expect(chunks.at(-1)).toBe("[DONE]");
});

test("usage comes in a chunk of its own without choices, only when asked for", async () => {
  const chunks = await chunksOf("say 9 words", { stream_options: { include_usage: true } });

  expect(JSON.parse(chunks.at(-2) ?? "")).toMatchObject({
    choices: [],
    usage: { completion_tokens: 9, total_tokens: 12 },
  });
  expect(JSON.parse(chunks[0] ?? "").usage).toBeNull();
  expect((await chunksOf("say 9 words")).join("")).not.toContain("usage");
});

test("parallel calls come piece by piece under their index", async () => {
  const chunks = (await chunksOf("use two tools", { tools }))
    .slice(0, -1)
    .flatMap((chunk) => JSON.parse(chunk).choices[0].delta.tool_calls ?? []);

  const argumentsAt = (index: number) =>
    chunks
      .filter((call) => call.index === index)
      .map((call) => call.function.arguments)
      .join("");
  expect([argumentsAt(0), argumentsAt(1)]).toEqual([
    '{"command":"echo simulated-ok"}',
    '{"command":"echo simulated-ok"}',
  ]);
  expect(chunks.filter((call) => "id" in call)).toHaveLength(2);
});

test("a whole answer is pretty-printed, and its content is null only beside calls without words", async () => {
  const text = await (await post(frozen(), ...asks["openai-chat"]("hi", { tools }))).text();

  expect(text.startsWith('{\n  "id": "chatcmpl-')).toBe(true);
  expect(JSON.parse(text).choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: { role: "assistant", tool_calls: [{ type: "function", function: { name: "shell" } }] },
  });
});

test("unseen thinking is billed, shown thinking is sent beside the words", async () => {
  const hidden = await jsonOf(
    await post(frozen(), ...asks["openai-chat"]("hi", { model: "gpt-5.4", reasoning_effort: "high" })),
  );
  const shown = await jsonOf(
    await post(frozen(), ...asks["openai-chat"]("hi", { model: "glm-4.6", thinking: { type: "enabled" } })),
  );
  const streamed = await chunksOf("hi", { model: "glm-4.6", thinking: { type: "enabled" } });

  expect(hidden.usage.completion_tokens_details.reasoning_tokens).toBeGreaterThan(5);
  expect(hidden.choices[0].message.reasoning_content).toBeUndefined();
  const pieces = streamed.slice(0, -1).map((chunk) => JSON.parse(chunk).choices[0].delta.reasoning_content ?? "");
  expect(pieces.join("")).toBe(shown.choices[0].message.reasoning_content);
});

test("a free-text tool is called with free text", async () => {
  const answer = await jsonOf(
    await post(frozen(), ...asks["openai-chat"]("hi", { tools: [{ type: "custom", custom: { name: "code" } }] })),
  );

  expect(answer.choices[0].message.tool_calls[0]).toMatchObject({
    type: "custom",
    custom: { name: "code", input: "echo simulated-ok" },
  });
});
