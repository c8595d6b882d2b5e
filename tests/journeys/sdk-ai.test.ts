import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createMistral } from "@ai-sdk/mistral";
import { createOpenAI } from "@ai-sdk/openai";
import { embedMany, generateObject, generateText, type LanguageModel, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { collected, startTwins, type Twins } from "../support/sdk.ts";

let twins: Twins;
beforeAll(async () => {
  twins = await startTwins();
});
afterAll(() => twins.stop());

const key = { apiKey: "simulated-key-0000" };
/** Google gives its calls no ids, so the SDK makes some up and sends them. */
const counting = () => {
  let count = 0;
  return () => `call-${++count}`;
};
const models: readonly (readonly [string, (url: string) => LanguageModel])[] = [
  ["Anthropic", (url) => createAnthropic({ ...key, baseURL: `${url}/v1` })("claude-sonnet-4-6")],
  ["OpenAI Responses", (url) => createOpenAI({ ...key, baseURL: `${url}/v1` })("gpt-5.4")],
  ["OpenAI chat", (url) => createOpenAI({ ...key, baseURL: `${url}/v1` }).chat("gpt-4o")],
  [
    "Google",
    (url) => createGoogleGenerativeAI({ ...key, baseURL: `${url}/v1beta`, generateId: counting() })("gemini-2.5-flash"),
  ],
  ["Mistral", (url) => createMistral({ ...key, baseURL: `${url}/v1` })("mistral-small-latest")],
];

const shell = tool({
  description: "Runs a command.",
  inputSchema: z.object({ command: z.string() }),
  execute: async ({ command }) => `output of ${command}`,
});
const most = { maxRetries: 0, stopWhen: stepCountIs(4) };

/** What a program looks at; the SDK's own clock and its own ids are left out. */
const looked = ({
  text,
  usage,
  finishReason,
  toolCalls,
  warnings,
}: {
  text: string;
  usage: object;
  finishReason: string;
  toolCalls: readonly { toolName: string; input: unknown }[];
  warnings?: unknown;
}) => ({
  text,
  usage,
  finishReason,
  warnings,
  calls: toolCalls.map(({ toolName, input }) => ({ toolName, input })),
});

describe.each(models)("the AI SDK with %s", (_, at) => {
  test("a whole answer with its usage", async () => {
    const { value } = await twins.both(async (url) =>
      looked(await generateText({ model: at(url), prompt: "echo: hello 你好", ...most })),
    );

    expect(value).toMatchObject({ text: "hello 你好", finishReason: "stop", usage: { outputTokens: 3 } });
  });

  test("every piece of a stream", async () => {
    const { value } = await twins.both(async (url) => {
      const { textStream, totalUsage } = streamText({ model: at(url), prompt: "say 50 words", ...most });
      return { pieces: await collected(textStream), usage: await totalUsage };
    });

    expect((value as { pieces: string[] }).pieces.join("").split(" ")).toHaveLength(50);
  });

  test("two tools and what they said, streamed", async () => {
    const { value } = await twins.both(async (url) => {
      const { steps } = streamText({ model: at(url), prompt: "use two tools", tools: { shell }, ...most });
      return (await steps).map(looked);
    });

    expect(value).toMatchObject([
      { calls: [{ toolName: "shell" }, {}] },
      { text: expect.stringContaining("output of echo simulated-ok") },
    ]);
  });

  test("an object of a schema", async () => {
    const { value } = await twins.both(
      async (url) =>
        (
          await generateObject({
            model: at(url),
            prompt: "where?",
            schema: z.object({ city: z.string() }),
            maxRetries: 0,
          })
        ).object,
    );

    expect(value).toEqual({ city: "simulated city" });
  });

  test("an error with the vendor's status, headers and body", async () => {
    const { thrown } = await twins.both((url) =>
      generateText({ model: at(url), prompt: "sim-fault(429;retry-after=1)", maxRetries: 0 }),
    );

    expect(thrown).toMatchObject({ class: "APICallError", statusCode: 429, isRetryable: true });
  });

  test("an error inside a good stream", async () => {
    const { value } = await twins.both(async (url) => {
      const errors: unknown[] = [];
      const { fullStream } = streamText({
        model: at(url),
        prompt: "say 60 words sim-fault(error-in-200;after=3)",
        maxRetries: 0,
        onError: ({ error }) => void errors.push(error),
      });
      const parts = await collected(fullStream);
      return { errors, kinds: parts.map(({ type }) => type) };
    });

    expect(value).toMatchObject({ errors: [expect.anything()], kinds: expect.arrayContaining(["error"]) });
  });
});

test("embeddings of two vendors", async () => {
  const { value } = await twins.both(async (url) => [
    (
      await embedMany({
        model: createOpenAI({ ...key, baseURL: `${url}/v1` }).textEmbedding("text-embedding-3-small"),
        values: ["a", "b"],
        maxRetries: 0,
      })
    ).embeddings,
    (
      await embedMany({
        model: createMistral({ ...key, baseURL: `${url}/v1` }).textEmbedding("mistral-embed"),
        values: ["a"],
        maxRetries: 0,
      })
    ).embeddings,
  ]);

  expect((value as number[][][]).map((vectors) => vectors.map(({ length }) => length))).toEqual([[1536, 1536], [1024]]);
});
