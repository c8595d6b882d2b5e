import { expect, test } from "bun:test";
import { asks, frozen, jsonOf, post } from "../asking.ts";

const answerTo = async (text: string, more: { readonly [field: string]: unknown } = {}) =>
  jsonOf(await post(frozen(), ...asks["openai-responses"](text, more)));

test("a whole answer gives back what was asked beside what is answered", async () => {
  const answer = await answerTo("echo: hi", { instructions: "be brief", store: false, metadata: { a: "b" } });

  expect(answer).toMatchObject({
    object: "response",
    status: "completed",
    instructions: "be brief",
    store: false,
    metadata: { a: "b" },
    error: null,
  });
  expect(answer.output).toMatchObject([
    {
      type: "message",
      status: "completed",
      role: "assistant",
      content: [{ type: "output_text", text: "hi", annotations: [] }],
    },
  ]);
  expect(answer.usage).toMatchObject({ input_tokens: 5, output_tokens: 1, total_tokens: 6 });
});

test("thought is sealed only for those who ask for it", async () => {
  const reasoning = { effort: "low" };

  expect((await answerTo("hi", { reasoning })).output[0]).toEqual({
    id: expect.stringMatching(/^rs_0/),
    type: "reasoning",
    summary: [],
  });
  expect(
    (await answerTo("hi", { reasoning, include: ["reasoning.encrypted_content"] })).output[0].encrypted_content,
  ).toMatch(/^gAAAAAB[\w-]+=*$/);
});

test("each kind of tool is called with its own kind of item", async () => {
  const callOf = async (tool: object) => (await answerTo("hi", { tools: [tool] })).output[1];

  expect(
    await callOf({
      type: "function",
      name: "exec_command",
      parameters: { type: "object", properties: { cmd: { type: "string" } }, required: ["cmd"] },
    }),
  ).toMatchObject({ type: "function_call", name: "exec_command", arguments: '{"cmd":"echo simulated-ok"}' });
  expect(await callOf({ type: "custom", name: "code" })).toMatchObject({
    type: "custom_tool_call",
    input: "echo simulated-ok",
  });
  expect(await callOf({ type: "local_shell" })).toMatchObject({
    type: "local_shell_call",
    action: { type: "exec", command: ["bash", "-lc", "echo simulated-ok"] },
  });
  expect(await callOf({ type: "namespace", name: "files", tools: [{ type: "function", name: "read" }] })).toMatchObject(
    { type: "function_call", name: "read", namespace: "files" },
  );
});

test("an answer that was cut is incomplete", async () => {
  expect(await answerTo("say 99 words", { max_output_tokens: 16 })).toMatchObject({
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
    completed_at: null,
  });
});
