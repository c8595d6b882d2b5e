import { afterAll, describe, expect, test } from "bun:test";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createMistral } from "@ai-sdk/mistral";
import { createOpenAI } from "@ai-sdk/openai";
import { APICallError, generateObject, generateText, type LanguageModel, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { listenSimulator } from "../../src/simulator/listen.ts";

const simulator = listenSimulator();
afterAll(() => simulator.stop());

const key = { apiKey: "simulated-key-0000" };
const openai = createOpenAI({ ...key, baseURL: `${simulator.url}/v1` });

const models: readonly (readonly [string, LanguageModel])[] = [
  ["Anthropic", createAnthropic({ ...key, baseURL: `${simulator.url}/v1` })("claude-sonnet-4-6")],
  ["OpenAI Responses", openai("gpt-5.4")],
  ["OpenAI chat", openai.chat("gpt-4o")],
  ["Google", createGoogleGenerativeAI({ ...key, baseURL: `${simulator.url}/v1beta` })("gemini-2.5-flash")],
  ["Mistral", createMistral({ ...key, baseURL: `${simulator.url}/v1` })("mistral-small-latest")],
  ["z.ai", createOpenAI({ ...key, baseURL: `${simulator.url}/api/coding/paas/v4` }).chat("glm-4.6")],
];

const shell = tool({
  description: "Runs a command.",
  inputSchema: z.object({ command: z.string() }),
  execute: async ({ command }) => `output of ${command}`,
});

describe.each(models)("the AI SDK with %s", (_, model) => {
  test("reads a whole answer with its usage", async () => {
    const { text, usage, finishReason } = await generateText({ model, prompt: "echo: hello", maxRetries: 0 });

    expect(text).toBe("hello");
    expect(finishReason).toBe("stop");
    expect(usage).toMatchObject({ inputTokens: 3, outputTokens: 1 });
  });

  test("reads a stream", async () => {
    const { textStream, totalUsage } = streamText({ model, prompt: "say 50 words", maxRetries: 0 });

    const pieces: string[] = [];
    for await (const piece of textStream) pieces.push(piece);
    expect(pieces.join("").split(" ")).toHaveLength(50);
    expect((await totalUsage).outputTokens).toBe(50);
  });

  test("runs a tool and tells what it said, whole", async () => {
    const { text, steps } = await generateText({
      model,
      prompt: "look",
      tools: { shell },
      stopWhen: stepCountIs(4),
      maxRetries: 0,
    });

    expect(steps).toHaveLength(2);
    expect(text).toContain("output of echo simulated-ok");
  });

  test("runs two tools and tells what they said, streamed", async () => {
    const { text, steps } = streamText({
      model,
      prompt: "use two tools",
      tools: { shell },
      stopWhen: stepCountIs(4),
      maxRetries: 0,
    });

    expect(await text).toContain("output of echo simulated-ok\noutput of echo simulated-ok");
    expect((await steps)[0]?.toolCalls).toHaveLength(2);
  });

  test("gets an object of the schema that it asked for", async () => {
    const { object } = await generateObject({
      model,
      prompt: "where?",
      schema: z.object({ city: z.string(), size: z.number() }),
      maxRetries: 0,
    });

    expect(object).toEqual({ city: "simulated city", size: 1 });
  });

  test("throws an error with the vendor's status", async () => {
    const error = await generateText({ model, prompt: "sim-fault(429;retry-after=1)", maxRetries: 0 }).catch(
      (thrown: unknown) => thrown,
    );

    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 429 });
  });

  test("reports an error inside a good stream", async () => {
    const errors: unknown[] = [];
    const { fullStream } = streamText({
      model,
      prompt: "say 60 words sim-fault(error-in-200;after=3)",
      maxRetries: 0,
      onError: ({ error }) => void errors.push(error),
    });

    for await (const _part of fullStream);
    expect(errors).toHaveLength(1);
  });
});
