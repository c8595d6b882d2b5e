import { afterAll, describe, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { listenSimulator } from "../../src/simulator/listen.ts";

const simulator = listenSimulator();
afterAll(() => simulator.stop());

const client = (headers: Record<string, string> = {}, apiKey = "sk-ant-simulated-key-0000") =>
  new Anthropic({ apiKey, baseURL: simulator.url, maxRetries: 0, defaultHeaders: headers });

const bash: Anthropic.Tool = {
  name: "Bash",
  description: "Runs a command.",
  input_schema: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
};

const question = { model: "claude-sonnet-4-6", max_tokens: 4000 } as const;

describe("the Anthropic SDK", () => {
  test("reads a whole answer and its request id", async () => {
    const { data, request_id } = await client()
      .messages.create({ ...question, messages: [{ role: "user", content: "echo: hello" }] })
      .withResponse();

    expect(data.content).toEqual([{ type: "text", text: "hello" } as Anthropic.TextBlock]);
    expect(data.stop_reason).toBe("end_turn");
    expect(request_id).toMatch(/^req_/);
  });

  test("puts a stream together to the same message", async () => {
    const stream = client().messages.stream({ ...question, messages: [{ role: "user", content: "say 50 words" }] });
    const pieces: string[] = [];
    stream.on("text", (piece) => pieces.push(piece));

    const message = await stream.finalMessage();

    expect(pieces.length).toBeGreaterThan(10);
    expect(message.content).toMatchObject([{ type: "text", text: pieces.join("") }]);
    expect(pieces.join("").split(" ")).toHaveLength(50);
    expect(message.usage.output_tokens).toBe(50);
  });

  test("goes through a turn with thinking, two tools and their results", async () => {
    const messages: Anthropic.MessageParam[] = [{ role: "user", content: "use two tools" }];
    const asked = { ...question, tools: [bash], thinking: { type: "enabled", budget_tokens: 1024 } } as const;
    const first = await client()
      .messages.stream({ ...asked, tools: [bash], messages })
      .finalMessage();
    const calls = first.content.filter((block) => block.type === "tool_use");
    const results = calls.map(
      (call) => ({ type: "tool_result", tool_use_id: call.id, content: `ran ${call.id}` }) as const,
    );

    const second = await client()
      .messages.stream({
        ...asked,
        tools: [bash],
        messages: [...messages, { role: "assistant", content: first.content }, { role: "user", content: results }],
      })
      .finalMessage();

    expect(first.stop_reason).toBe("tool_use");
    expect(first.content.map((block) => block.type)).toEqual(["thinking", "text", "tool_use", "tool_use"]);
    expect(calls.map((call) => call.input)).toEqual([
      { command: "echo simulated-ok" },
      { command: "echo simulated-ok" },
    ]);
    expect(second.stop_reason).toBe("end_turn");
    const said = second.content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("");
    for (const result of results) expect(said).toContain(result.content);
  });

  test("gets thinking without words but with a signature when it is not displayed", async () => {
    const message = await client()
      .messages.stream({
        ...question,
        thinking: { type: "adaptive", display: "omitted" },
        messages: [{ role: "user", content: "hi" }],
      })
      .finalMessage();

    const [thinking] = message.content;
    expect(thinking).toMatchObject({ type: "thinking", thinking: "" });
    expect(thinking?.type === "thinking" && thinking.signature.length).toBeGreaterThan(100);
  });

  test("counts as many tokens beforehand as are billed afterwards", async () => {
    const asked = {
      model: question.model,
      system: "Be brief.",
      tools: [bash],
      messages: [{ role: "user", content: "你好, world" }],
    } satisfies Anthropic.MessageCountTokensParams;

    const counted = await client().messages.countTokens(asked);
    const message = await client().messages.create({ ...asked, max_tokens: 100 });

    expect(counted.input_tokens).toBe(message.usage.input_tokens);
  });

  test("lists models", async () => {
    const models = await client().models.list();

    expect(models.data.map((model) => model.id)).toContain("claude-sonnet-4-6");
  });

  test.each([
    ["401", Anthropic.AuthenticationError],
    ["403", Anthropic.PermissionDeniedError],
    ["404", Anthropic.NotFoundError],
    ["429;retry-after=2", Anthropic.RateLimitError],
    ["500", Anthropic.InternalServerError],
    ["529", Anthropic.InternalServerError],
  ])("throws its own error class for %s", async (fault, kind) => {
    const answer = client({ "x-sim-fault": fault }).messages.create({
      ...question,
      messages: [{ role: "user", content: "hi" }],
    });

    const error = await answer.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status: Number.parseInt(fault, 10), requestID: expect.stringMatching(/^req_/) });
  });

  test("throws on an error event inside a good stream, with what came before", async () => {
    const stream = client({ "x-sim-fault": "error-in-200;after=4" }).messages.stream({
      ...question,
      messages: [{ role: "user", content: "say 40 words" }],
    });
    const pieces: string[] = [];
    stream.on("text", (piece) => pieces.push(piece));

    const error = await stream.finalMessage().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(String(error)).toContain("overloaded_error");
    expect(pieces).toHaveLength(1);
  });

  test("throws when the transport is cut", async () => {
    const stream = client({ "x-sim-fault": "cut;after=5" }).messages.stream({
      ...question,
      messages: [{ role: "user", content: "say 40 words" }],
    });

    expect(await stream.finalMessage().catch((thrown: unknown) => thrown)).toBeInstanceOf(Anthropic.AnthropicError);
  });

  test("reads compressed and dripped streams like plain ones", async () => {
    const stream = client({ "x-sim-fault": "gzip,drip;bytes=7;ms=0" }).messages.stream({
      ...question,
      messages: [{ role: "user", content: "echo: 你好 😀 done" }],
    });

    expect(await stream.finalText()).toBe("你好 😀 done");
  });

  test("tells an invalid key from a missing one by nothing but the message", async () => {
    const error = await client({}, "sk-ant-invalid")
      .messages.create({ ...question, messages: [{ role: "user", content: "hi" }] })
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(Anthropic.AuthenticationError);
    expect(error).toMatchObject({ error: { type: "error", error: { type: "authentication_error" } } });
  });

  test("its tool runner comes to an end without server-held threads", async () => {
    const ran: unknown[] = [];
    const runner = client().beta.messages.toolRunner({
      ...question,
      messages: [{ role: "user", content: "look around" }],
      tools: [
        {
          ...bash,
          type: "custom",
          run: (input: unknown) => {
            ran.push(input);
            return "from the runner";
          },
          parse: (input: unknown) => input,
        },
      ],
    });

    const message = await runner;

    expect(ran).toEqual([{ command: "echo simulated-ok" }]);
    expect(JSON.stringify(message.content)).toContain("from the runner");
  });
});
