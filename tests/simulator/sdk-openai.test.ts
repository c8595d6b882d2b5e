import { afterAll, describe, expect, test } from "bun:test";
import OpenAI from "openai";
import { listenSimulator } from "../../src/simulator/listen.ts";

const simulator = listenSimulator();
afterAll(() => simulator.stop());

const client = (headers: Record<string, string> = {}) =>
  new OpenAI({
    apiKey: "sk-simulated-key-0000",
    baseURL: `${simulator.url}/v1`,
    maxRetries: 0,
    defaultHeaders: headers,
  });

const parameters = {
  type: "object",
  properties: { command: { type: "string" } },
  required: ["command"],
  additionalProperties: false,
};
const shell = { type: "function", function: { name: "shell", parameters } } as const;
const user = (content: string) => [{ role: "user", content }] as OpenAI.ChatCompletionMessageParam[];

describe("the OpenAI SDK with chat completions", () => {
  test("reads a whole answer", async () => {
    const completion = await client().chat.completions.create({ model: "gpt-4o", messages: user("echo: hello") });

    expect(completion.choices[0]?.message.content).toBe("hello");
    expect(completion.choices[0]?.finish_reason).toBe("stop");
    expect(completion._request_id).toMatch(/^req_/);
    expect(completion.usage?.completion_tokens).toBe(1);
  });

  test("puts a stream together, with usage when it asks for it", async () => {
    const stream = client().chat.completions.stream({
      model: "gpt-4o",
      messages: user("say 50 words"),
      stream_options: { include_usage: true },
    });

    const completion = await stream.finalChatCompletion();

    expect(completion.choices[0]?.message.content?.split(" ")).toHaveLength(50);
    expect(completion.usage?.completion_tokens).toBe(50);
  });

  test("gets no usage chunk that it did not ask for", async () => {
    const stream = await client().chat.completions.create({
      model: "gpt-4o",
      messages: user("say 5 words"),
      stream: true,
    });

    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.every((chunk) => chunk.choices.length === 1 && !("usage" in chunk))).toBe(true);
  });

  test("goes through a turn with two parallel tools", async () => {
    const asked = { model: "gpt-4o", tools: [shell] };
    const first = (
      await client()
        .chat.completions.stream({ ...asked, messages: user("use two tools") })
        .finalChatCompletion()
    ).choices[0];
    const calls = first?.message.tool_calls ?? [];
    const results = calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: `ran ${call.id}` }) as const);

    const second = await client().chat.completions.create({
      ...asked,
      messages: [
        ...user("use two tools"),
        { role: "assistant", content: first?.message.content ?? null, tool_calls: calls },
        ...results,
      ],
    });

    expect(first?.finish_reason).toBe("tool_calls");
    expect(calls.map((call) => call.function.arguments)).toEqual([
      '{"command":"echo simulated-ok"}',
      '{"command":"echo simulated-ok"}',
    ]);
    for (const result of results) expect(second.choices[0]?.message.content).toContain(result.content);
  });

  test("runs tools by itself to the end", async () => {
    const runner = client().chat.completions.runTools({
      model: "gpt-4o",
      messages: user("look"),
      tools: [
        {
          type: "function",
          function: {
            name: "shell",
            description: "runs",
            parameters,
            parse: JSON.parse,
            function: () => "tool says hi",
          },
        },
      ],
    });

    expect(await runner.finalContent()).toContain("tool says hi");
  });

  test("gets JSON of the schema that it asked for", async () => {
    const schema = {
      type: "object",
      properties: { city: { type: "string" }, size: { type: "integer", minimum: 5 } },
      required: ["city", "size"],
      additionalProperties: false,
    };
    const completion = await client().chat.completions.parse({
      model: "gpt-4o",
      messages: user("where?"),
      response_format: { type: "json_schema", json_schema: { name: "place", strict: true, schema } },
    });

    expect(JSON.parse(completion.choices[0]?.message.content ?? "")).toEqual({ city: "simulated city", size: 5 });
  });

  test.each([
    ["401", OpenAI.AuthenticationError],
    ["404", OpenAI.NotFoundError],
    ["429", OpenAI.RateLimitError],
    ["503", OpenAI.InternalServerError],
    ["html-502", OpenAI.InternalServerError],
  ])("throws its own error class for %s", async (fault, kind) => {
    const error = await client({ "x-sim-fault": fault })
      .chat.completions.create({ model: "gpt-4o", messages: user("hi") })
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(kind);
  });

  test("throws on an error chunk inside a good stream", async () => {
    const stream = await client({ "x-sim-fault": "error-in-200;after=2" }).chat.completions.create({
      model: "gpt-4o",
      messages: user("say 9 words"),
      stream: true,
    });

    const chunks: unknown[] = [];
    const read = async () => {
      for await (const chunk of stream) chunks.push(chunk);
    };
    expect(await read().catch((thrown: unknown) => thrown)).toBeInstanceOf(OpenAI.APIError);
    expect(chunks).toHaveLength(2);
  });

  test("retries by itself and succeeds when the fault is over", async () => {
    const patient = new OpenAI({
      apiKey: "sk-simulated-key-0000",
      baseURL: `${simulator.url}/v1`,
      maxRetries: 1,
      defaultHeaders: { "x-sim-fault": "429;retry-after=0;times=1" },
    });

    const completion = await patient.chat.completions.create({ model: "gpt-4o", messages: user("echo: second try") });

    expect(completion.choices[0]?.message.content).toBe("second try");
  });
});

describe("the OpenAI SDK with responses", () => {
  test("reads a whole answer", async () => {
    const response = await client().responses.create({ model: "gpt-5.4", input: "echo: hello" });

    expect(response.output_text).toBe("hello");
    expect(response.status).toBe("completed");
  });

  test("streams thought, words and a call, then accepts the output", async () => {
    const tool = {
      type: "function",
      name: "exec_command",
      parameters: { type: "object", properties: { cmd: { type: "string" } }, required: ["cmd"] },
      strict: false,
    } as const;
    const asked = {
      model: "gpt-5-codex",
      store: false,
      include: ["reasoning.encrypted_content"],
      reasoning: { effort: "low", summary: "auto" },
      tools: [tool],
    } satisfies Partial<OpenAI.Responses.ResponseCreateParams>;
    const input: OpenAI.Responses.ResponseInputItem[] = [
      { role: "developer", content: "Be quick." },
      { role: "user", content: "look" },
    ];
    const stream = client().responses.stream({ ...asked, input });
    const sequence: number[] = [];
    stream.on("event", (event) => sequence.push(event.sequence_number));
    const first = await stream.finalResponse();
    const call = first.output.find((item) => item.type === "function_call");
    if (call?.type !== "function_call") throw new Error("no call came");

    const second = await client().responses.create({
      ...asked,
      input: [
        ...input,
        ...first.output,
        { type: "function_call_output", call_id: call.call_id, output: "42 files" },
      ] as OpenAI.Responses.ResponseInputItem[],
    });

    expect(first.output.map((item) => item.type)).toEqual(["reasoning", "message", "function_call"]);
    expect(first.output[0]).toMatchObject({ encrypted_content: expect.stringMatching(/^gAAAAAB/) });
    expect(call.arguments).toBe('{"cmd":"echo simulated-ok"}');
    expect(sequence).toEqual(sequence.map((_, at) => at));
    expect(second.output_text).toContain("42 files");
  });

  test("ends incomplete when the allowance is used up", async () => {
    const response = await client()
      .responses.stream({ model: "gpt-5.4", input: "say 500 words", max_output_tokens: 20 })
      .finalResponse();

    expect(response.status).toBe("incomplete");
    expect(response.incomplete_details).toEqual({ reason: "max_output_tokens" });
    expect(response.usage?.output_tokens).toBe(20);
  });

  test("throws on an error event inside a good stream", async () => {
    const stream = await client({ "x-sim-fault": "error-in-200;after=3" }).responses.create({
      model: "gpt-5.4",
      input: "hi",
      stream: true,
    });

    const read = async () => {
      for await (const _ of stream);
    };
    expect(await read().catch((thrown: unknown) => thrown)).toBeInstanceOf(OpenAI.APIError);
  });
});

describe("the OpenAI SDK with the rest", () => {
  test("gets the same vector as numbers and as base64", async () => {
    const asked = { model: "text-embedding-3-small", input: ["red apple", "green tree"] };

    const packed = await client().embeddings.create(asked);
    const plain = await client().embeddings.create({ ...asked, encoding_format: "float" });

    expect(packed.data[1]?.embedding).toHaveLength(1536);
    expect(packed.data.map((item) => item.embedding)).toEqual(plain.data.map((item) => item.embedding));
    expect(packed.usage.prompt_tokens).toBe(4);
  });

  test("lists models and finds one", async () => {
    const models = await client().models.list();

    expect(models.data.map((model) => model.id)).toContain("gpt-4o");
    expect(await client().models.retrieve("gpt-4o")).toMatchObject({ id: "gpt-4o", object: "model" });
    expect(
      await client()
        .models.retrieve("gpt-none")
        .catch((thrown: unknown) => thrown),
    ).toBeInstanceOf(OpenAI.NotFoundError);
  });
});
