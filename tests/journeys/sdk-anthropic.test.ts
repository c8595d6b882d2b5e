import { afterAll, beforeAll, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { collected, startTwins, type Twins } from "../support/sdk.ts";

let twins: Twins;
beforeAll(async () => {
  twins = await startTwins();
});
afterAll(() => twins.stop());

const at = (baseURL: string, fault?: string) =>
  new Anthropic({
    apiKey: "sk-ant-simulated-key-0000",
    baseURL,
    maxRetries: 0,
    defaultHeaders: fault === undefined ? {} : { "x-sim-fault": fault },
  });
const asked = { model: "claude-sonnet-4-6", max_tokens: 4000 } as const;
const user = (content: string): Anthropic.MessageParam[] => [{ role: "user", content }];
const bash: Anthropic.Tool = {
  name: "Bash",
  input_schema: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
};

test("V1, Z1: a whole answer, with its headers and its request id", async () => {
  const { value } = await twins.both((url) =>
    at(url)
      .messages.create({ ...asked, messages: user("echo: hello 你好") })
      .withResponse(),
  );

  expect(value).toMatchObject({
    data: { content: [{ text: "hello 你好" }], usage: { output_tokens: 3 } },
    request_id: expect.stringMatching(/^req_/),
    response: {
      headers: { "request-id": expect.stringMatching(/^req_/), "anthropic-ratelimit-requests-limit": "4000" },
    },
  });
});

test("every event of a stream", async () => {
  const { value } = await twins.both(async (url) =>
    collected(await at(url).messages.create({ ...asked, stream: true, messages: user("say 50 words") })),
  );

  expect(value).toMatchObject([
    { type: "message_start" },
    ...Array.from({ length: (value as unknown[]).length - 2 }, () => ({})),
    { type: "message_stop" },
  ]);
  expect((value as unknown[]).length).toBeGreaterThan(15);
});

test("a turn with thinking, two tools and their results", async () => {
  const { value } = await twins.both(async (url) => {
    const more = { ...asked, tools: [bash], thinking: { type: "enabled", budget_tokens: 1024 } } as const;
    const first = await at(url)
      .messages.stream({ ...more, tools: [bash], messages: user("use two tools") })
      .finalMessage();
    const results = first.content.flatMap((block) =>
      block.type === "tool_use" ? [{ type: "tool_result", tool_use_id: block.id, content: "ran" } as const] : [],
    );
    const messages: Anthropic.MessageParam[] = [
      ...user("use two tools"),
      { role: "assistant", content: first.content },
      { role: "user", content: results },
    ];
    return [
      first,
      await at(url)
        .messages.stream({ ...more, tools: [bash], messages })
        .finalMessage(),
    ];
  });

  expect(value).toMatchObject([
    {
      stop_reason: "tool_use",
      content: [
        { type: "thinking", signature: expect.stringMatching(/^E/) },
        { type: "text" },
        { type: "tool_use" },
        { type: "tool_use" },
      ],
    },
    { stop_reason: "end_turn" },
  ]);
});

test("counted tokens and the list of models", async () => {
  const { value } = await twins.both(async (url) => [
    await at(url).messages.countTokens({ model: asked.model, messages: user("one two") }),
    await at(url).models.list(),
  ]);

  expect(value).toMatchObject([
    { input_tokens: 2 },
    { data: expect.arrayContaining([expect.objectContaining({ id: "claude-sonnet-4-6" })]) },
  ]);
});

test.each([
  ["401", "AuthenticationError"],
  ["403", "PermissionDeniedError"],
  ["404", "NotFoundError"],
  ["429;retry-after=2", "RateLimitError"],
  ["500", "InternalServerError"],
  ["529", "OverloadedError"],
  ["html-502", "InternalServerError"],
])("the error class, headers and body for %s", async (fault, name) => {
  const { thrown } = await twins.both((url) => at(url, fault).messages.create({ ...asked, messages: user("hi") }));

  expect(thrown).toMatchObject({ class: name, status: Number(/\d{3}/.exec(fault)?.[0]) });
  if (fault.startsWith("429"))
    expect(thrown).toMatchObject({
      headers: { "retry-after": "2", "x-should-retry": "true" },
      requestID: expect.stringMatching(/^req_/),
    });
});

test("an error inside a good stream", async () => {
  const { thrown } = await twins.both((url) =>
    at(url, "error-in-200;after=4")
      .messages.stream({ ...asked, messages: user("say 60 words") })
      .finalMessage(),
  );

  expect(thrown).toMatchObject({ error: { error: { type: "overloaded_error" } } });
});

test("a refusal that names the field reaches the program word for word", async () => {
  const { thrown } = await twins.both((url) =>
    at(url).messages.create({ ...asked, max_tokens: 0, messages: user("hi") }),
  );

  expect(thrown).toMatchObject({
    class: "BadRequestError",
    status: 400,
    message: expect.stringContaining("max_tokens: Input should be"),
  });
});

test("a retry of the program's own is one more request, not one of ours", async () => {
  const patient = (baseURL: string) =>
    new Anthropic({
      apiKey: "k",
      baseURL,
      maxRetries: 1,
      defaultHeaders: { "x-sim-fault": "429;retry-after=0;times=1" },
    });

  const { value } = await twins.both((url) =>
    patient(url).messages.create({ ...asked, messages: user("echo: second try") }),
  );

  expect(value).toMatchObject({ content: [{ text: "second try" }] });
});
