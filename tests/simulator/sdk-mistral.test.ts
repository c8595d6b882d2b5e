import { afterAll, describe, expect, test } from "bun:test";
import { Mistral } from "@mistralai/mistralai";
import { listenSimulator } from "../../src/simulator/listen.ts";

const simulator = listenSimulator();
afterAll(() => simulator.stop());

const client = new Mistral({
  apiKey: "simulated-key-0000",
  serverURL: simulator.url,
  retryConfig: { strategy: "none" },
});
const model = "mistral-small-latest";
const tool = {
  type: "function",
  function: {
    name: "shell",
    parameters: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
  },
} as const;

describe("the Mistral SDK", () => {
  test("reads a whole answer", async () => {
    const answer = await client.chat.complete({ model, messages: [{ role: "user", content: "echo: hello" }] });

    expect(answer.choices[0]?.message?.content).toBe("hello");
    expect(answer.usage.completionTokens).toBe(1);
  });

  test("reads a stream whose last chunk carries the usage", async () => {
    const stream = await client.chat.stream({ model, messages: [{ role: "user", content: "say 30 words" }] });

    const chunks = [];
    for await (const { data } of stream) chunks.push(data);
    expect(
      chunks
        .map((chunk) => chunk.choices[0]?.delta.content)
        .join("")
        .split(" "),
    ).toHaveLength(30);
    expect(chunks.at(-1)?.usage?.completionTokens).toBe(30);
  });

  test("goes through a turn with two tools whose ids have nine characters", async () => {
    const user = { role: "user", content: "use two tools" } as const;
    const first = await client.chat.complete({ model, messages: [user], tools: [tool] });
    const message = first.choices[0]?.message;
    const calls = message?.toolCalls ?? [];
    const results = calls.map(
      (call) => ({ role: "tool", toolCallId: call.id ?? "", content: `ran ${call.id}` }) as const,
    );

    const second = await client.chat.complete({
      model,
      tools: [tool],
      messages: [user, { role: "assistant", content: message?.content ?? "", toolCalls: calls }, ...results],
    });

    expect(first.choices[0]?.finishReason).toBe("tool_calls");
    expect(calls).toHaveLength(2);
    for (const call of calls) expect(call.id).toMatch(/^[A-Za-z0-9]{9}$/);
    for (const result of results) expect(second.choices[0]?.message?.content).toContain(result.content);
  });

  test("gets thoughts of a magistral model as parts", async () => {
    const answer = await client.chat.complete({
      model: "magistral-medium-latest",
      messages: [{ role: "user", content: "echo: hello" }],
    });

    expect(answer.choices[0]?.message?.content).toMatchObject([{ type: "thinking" }, { type: "text", text: "hello" }]);
  });

  test("streams thoughts and calls", async () => {
    const stream = await client.chat.stream({
      model: "magistral-medium-latest",
      messages: [{ role: "user", content: "look" }],
      tools: [tool],
    });

    const deltas = [];
    for await (const { data } of stream) deltas.push(data.choices[0]?.delta);
    expect(deltas.some((delta) => Array.isArray(delta?.content) && delta.content[0]?.type === "thinking")).toBe(true);
    expect(deltas.at(-1)?.toolCalls?.[0]?.function.arguments).toBe('{"command":"echo simulated-ok"}');
  });

  test("gets embeddings of Mistral's size", async () => {
    const answer = await client.embeddings.create({ model: "mistral-embed", inputs: ["red apple"] });

    expect(answer.data[0]?.embedding).toHaveLength(1024);
  });

  test.each([["401"], ["429"], ["500"]])("throws for %s", async (fault) => {
    const answer = client.chat.complete({ model, messages: [{ role: "user", content: `sim-fault(${fault})` }] });

    expect(await answer.catch((thrown: unknown) => thrown)).toMatchObject({ statusCode: Number(fault) });
  });
});
