import { afterAll, beforeAll, expect, test } from "bun:test";
import { Mistral } from "@mistralai/mistralai";
import { collected, startTwins, type Twins } from "../support/sdk.ts";

let twins: Twins;
beforeAll(async () => {
  twins = await startTwins();
});
afterAll(() => twins.stop());

const at = (serverURL: string) =>
  new Mistral({ apiKey: "simulated-key-0000", serverURL, retryConfig: { strategy: "none" } });
const model = "mistral-small-latest";
const user = (content: string) => ({ role: "user", content }) as const;
const tool = {
  type: "function",
  function: {
    name: "shell",
    parameters: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
  },
} as const;

test("G4: a whole answer, and thoughts as parts", async () => {
  const { value } = await twins.both(async (url) => [
    await at(url).chat.complete({ model, messages: [user("echo: hello 你好")] }),
    await at(url).chat.complete({ model: "magistral-medium-latest", messages: [user("echo: hello")] }),
  ]);

  expect(value).toMatchObject([
    { choices: [{ message: { content: "hello 你好" } }], usage: { completionTokens: 3 } },
    { choices: [{ message: { content: [{ type: "thinking" }, { type: "text" }] } }] },
  ]);
});

test("every chunk of a stream", async () => {
  const { value } = await twins.both(async (url) =>
    collected(await at(url).chat.stream({ model, messages: [user("say 40 words")] })),
  );

  expect((value as unknown[]).length).toBeGreaterThan(8);
  expect(JSON.stringify((value as unknown[]).at(-1))).toContain("completionTokens");
});

test("a turn with two tools whose ids have nine characters", async () => {
  const { value } = await twins.both(async (url) => {
    const first = await at(url).chat.complete({ model, messages: [user("use two tools")], tools: [tool] });
    const message = first.choices[0]?.message;
    const calls = message?.toolCalls ?? [];
    const results = calls.map(({ id }) => ({ role: "tool", toolCallId: id ?? "", content: "ran" }) as const);
    const said = { role: "assistant", content: message?.content ?? "", toolCalls: calls } as const;
    return [
      calls,
      await at(url).chat.complete({ model, tools: [tool], messages: [user("use two tools"), said, ...results] }),
    ];
  });

  expect(value).toMatchObject([
    [{ id: expect.stringMatching(/^[A-Za-z0-9]{9}$/) }, {}],
    { choices: [{ finishReason: "stop" }] },
  ]);
});

test("embeddings and the list of models", async () => {
  const { value } = await twins.both(async (url) => [
    await at(url).embeddings.create({ model: "mistral-embed", inputs: ["red apple"] }),
    await at(url).models.list(),
  ]);

  expect((value as { data: { embedding: unknown[] }[] }[])[0]?.data[0]?.embedding).toHaveLength(1024);
});

test.each(["401", "429", "500"])("its own error for %s", async (fault) => {
  const { thrown } = await twins.both((url) =>
    at(url).chat.complete({ model, messages: [user(`sim-fault(${fault})`)] }),
  );

  expect(thrown).toMatchObject({ statusCode: Number(fault) });
});
