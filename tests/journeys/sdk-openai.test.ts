import { afterAll, beforeAll, expect, test } from "bun:test";
import OpenAI from "openai";
import { collected, startTwins, type Twins } from "../support/sdk.ts";

let twins: Twins;
beforeAll(async () => {
  twins = await startTwins();
});
afterAll(() => twins.stop());

const at = (url: string, fault?: string) =>
  new OpenAI({
    apiKey: "sk-simulated-key-0000",
    baseURL: `${url}/v1`,
    maxRetries: 0,
    defaultHeaders: fault === undefined ? {} : { "x-sim-fault": fault },
  });
const user = (content: string) => [{ role: "user", content }] satisfies OpenAI.ChatCompletionMessageParam[];
const parameters = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };
const shell = { type: "function", function: { name: "shell", parameters } } as const;

test("V1, Z1: a whole chat answer, with its headers and its request id", async () => {
  const { value } = await twins.both((url) =>
    at(url)
      .chat.completions.create({ model: "gpt-4o", messages: user("echo: hello 你好") })
      .withResponse(),
  );

  expect(value).toMatchObject({
    data: { choices: [{ message: { content: "hello 你好" } }], usage: { completion_tokens: 3 } },
    request_id: expect.stringMatching(/^req_/),
    response: { headers: { "x-request-id": expect.stringMatching(/^req_/), "x-ratelimit-limit-requests": "10000" } },
  });
});

test.each([true, false])("every chunk of a chat stream, usage asked for: %p", async (include_usage) => {
  const { value } = await twins.both(async (url) =>
    collected(
      await at(url).chat.completions.create({
        model: "gpt-4o",
        stream: true,
        ...(include_usage ? { stream_options: { include_usage } } : {}),
        messages: user("say 50 words"),
      }),
    ),
  );

  const chunks = value as { choices: unknown[]; usage?: object | null }[];
  expect(chunks.length).toBeGreaterThan(10);
  // A chunk that nobody asked for would have no choices, and programs take the first one.
  expect(chunks.filter(({ choices }) => choices.length === 0)).toHaveLength(include_usage ? 1 : 0);
});

test("a chat turn with two tools and their results", async () => {
  const { value } = await twins.both(async (url) => {
    const asked = { model: "gpt-4o", tools: [shell] };
    const first = await at(url)
      .chat.completions.stream({ ...asked, messages: user("use two tools") })
      .finalChatCompletion();
    const message = first.choices[0]?.message;
    const calls = message?.tool_calls ?? [];
    const results = calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "ran" }) as const);
    const messages = [
      ...user("use two tools"),
      { role: "assistant", content: message?.content ?? null, tool_calls: calls } as const,
      ...results,
    ];
    return [first, await at(url).chat.completions.create({ ...asked, messages })];
  });

  expect(value).toMatchObject([
    { choices: [{ finish_reason: "tool_calls", message: { tool_calls: [{}, {}] } }] },
    { choices: [{ finish_reason: "stop" }] },
  ]);
});

test("a Responses turn with sealed reasoning, streamed and then whole", async () => {
  const { value } = await twins.both(async (url) => {
    const tool = { type: "function", name: "exec_command", parameters, strict: false } as const;
    const asked = {
      model: "gpt-5-codex",
      store: false,
      include: ["reasoning.encrypted_content" as const],
      reasoning: { effort: "low" as const, summary: "auto" as const },
      tools: [tool],
    };
    const events = await collected(await at(url).responses.create({ ...asked, stream: true, input: user("look") }));
    const first = events.findLast((event) => event.type === "response.completed");
    const output = first?.type === "response.completed" ? first.response.output : [];
    const call = output.find((item) => item.type === "function_call");
    const result = {
      type: "function_call_output" as const,
      call_id: call?.type === "function_call" ? call.call_id : "",
      output: "42 files",
    };
    const input = [...user("look"), ...output, result] as OpenAI.Responses.ResponseInputItem[]; // what came goes back
    return { events, second: await at(url).responses.create({ ...asked, input }) };
  });

  expect(JSON.stringify(value)).toContain("encrypted_content");
  expect(value).toMatchObject({ second: { status: "completed", output_text: expect.stringContaining("42 files") } });
});

test("embeddings, packed and plain", async () => {
  const { value } = await twins.both(async (url) => {
    const asked = { model: "text-embedding-3-small", input: ["red apple", "green tree"] };
    return [
      await at(url).embeddings.create(asked),
      await at(url).embeddings.create({ ...asked, encoding_format: "float" }),
    ];
  });

  const [packed, plain] = value as { data: { embedding: number[] }[] }[];
  expect(packed?.data[1]?.embedding).toHaveLength(1536);
  expect(packed?.data[1]?.embedding).toEqual(plain?.data[1]?.embedding ?? []);
});

test("the list of models, one of them, and one that is not there", async () => {
  const listed = await twins.both(async (url) => [
    await at(url).models.list(),
    await at(url).models.retrieve("gpt-4o"),
  ]);
  const missing = await twins.both((url) => at(url).models.retrieve("gpt-none"));

  expect(listed.value).toMatchObject([
    { data: expect.arrayContaining([expect.objectContaining({ id: "gpt-4o" })]) },
    { id: "gpt-4o" },
  ]);
  expect(missing.thrown).toMatchObject({ class: "NotFoundError", code: "model_not_found" });
});

test.each([
  ["401", "AuthenticationError"],
  ["404", "NotFoundError"],
  ["429;retry-after=2", "RateLimitError"],
  ["503", "InternalServerError"],
  ["html-502", "InternalServerError"],
])("the error class, headers and body for %s", async (fault, name) => {
  const { thrown } = await twins.both((url) =>
    at(url, fault).chat.completions.create({ model: "gpt-4o", messages: user("hi") }),
  );

  expect(thrown).toMatchObject({ class: name, status: Number(/\d{3}/.exec(fault)?.[0]) });
  if (fault.startsWith("429")) expect(thrown).toMatchObject({ headers: { "retry-after": "2" } });
});

test.each(["chat", "responses"])("an error inside a good stream of %s", async (kind) => {
  const { thrown } = await twins.both(async (url) => {
    const client = at(url, "error-in-200;after=3");
    if (kind === "chat")
      return collected(
        await client.chat.completions.create({ model: "gpt-4o", stream: true, messages: user("say 60 words") }),
      );
    return collected(await client.responses.create({ model: "gpt-5.4", stream: true, input: "say 60 words" }));
  });

  expect(thrown).toMatchObject({ class: "APIError" });
});

test("a file as a multipart upload reaches the vendor in the same parts", async () => {
  const { thrown } = await twins.both((url) =>
    at(url).post("/audio/transcriptions", {
      body: new Uint8Array([0, 255, 13, 10]),
      headers: { "content-type": "multipart/form-data; boundary=b" },
    }),
  );

  expect(thrown).toMatchObject({ status: 400 });
});
