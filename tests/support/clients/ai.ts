import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createMistral } from "@ai-sdk/mistral";
import { createOpenAI } from "@ai-sdk/openai";
import {
  generateText,
  jsonSchema,
  type LanguageModel,
  type LanguageModelUsage,
  type ModelMessage,
  Output,
  stepCountIs,
  streamText,
  type ToolSet,
  tool,
} from "ai";
import { type At, commandSchema, key, mostTurns, png, ran, type Said, type SdkClient, toUpstream } from "./client.ts";

/** Vercel's SDK with each of its vendors; it runs the tools itself. */
const aiSdk = (
  home: SdkClient["home"],
  modelAt: (at: At) => LanguageModel,
  takesPicturesFromTools: boolean,
): SdkClient => ({
  name: `ai, as ${home}`,
  home,
  stops: { call: "tool-calls", end: "stop" },
  takesPicturesFromTools,
  work: async (at, { text, stream, tools, thinks, schema, picture }) => {
    const content = [{ type: "text" as const, text }, ...(picture === "asked" ? [image] : [])];
    const messages: ModelMessage[] = [{ role: "user", content }];
    const asked = {
      ...{ model: modelAt(at), messages, maxRetries: 0, stopWhen: stepCountIs(mostTurns), maxOutputTokens: 4000 },
      ...(tools && { tools: { Bash: picture === "given" ? camera : shell } as ToolSet }),
      providerOptions: thinks ? thinking : nothingKept,
      ...(schema && { output: Output.object({ schema: jsonSchema({ ...schema }) }) }),
    };
    if (!stream) return (await generateText(asked)).steps.map(saidIn);
    const failures: unknown[] = [];
    const result = streamText({ ...asked, onError: ({ error }) => void failures.push(error) });
    await result.consumeStream({ onError: (error) => void failures.push(error) });
    if (failures.length > 0) throw failures[0];
    return (await result.steps).map(saidIn);
  },
});

const image = { type: "image", image: Buffer.from(png, "base64"), mediaType: "image/png" } as const;

const shell = tool({
  description: "Runs a command.",
  inputSchema: jsonSchema<{ command: string }>(commandSchema),
  execute: async (input) => ran(input),
});

const camera = tool({
  ...{ description: "Runs a command.", inputSchema: jsonSchema<{ command: string }>(commandSchema) },
  execute: async (input) => ran(input),
  toModelOutput: ({ output }) => ({
    type: "content",
    value: [
      { type: "text", text: output },
      { type: "image-data", data: png, mediaType: "image/png" },
    ],
  }),
});

const thinking = {
  anthropic: { thinking: { type: "enabled", budgetTokens: 1024 } },
  openai: { reasoningEffort: "high", reasoningSummary: "auto", store: false, include: ["reasoning.encrypted_content"] },
  google: { thinkingConfig: { includeThoughts: true, thinkingBudget: 2048 } },
};

/** Else it refers to what the vendor holds, which no other vendor has. */
const nothingKept = { openai: { store: false } };

type Step = {
  readonly text: string;
  readonly reasoningText: string | undefined;
  readonly toolCalls: readonly { readonly toolCallId: string; readonly toolName: string; readonly input: unknown }[];
  readonly finishReason: string;
  readonly usage: LanguageModelUsage;
};

const saidIn = ({ text, reasoningText, toolCalls, finishReason, usage }: Step): Said => ({
  text,
  thought: reasoningText ?? "",
  calls: toolCalls.map(({ toolCallId: id, toolName: name, input }) => ({ id, name, input })),
  stop: finishReason,
  input: usage.inputTokens ?? 0,
  output: usage.outputTokens ?? 0,
  cached: usage.inputTokenDetails?.cacheReadTokens ?? 0,
});

const common = ({ upstream }: At) => ({ apiKey: key, headers: toUpstream(upstream) });

/** As each vendor. */
export const aiSdks: readonly SdkClient[] = [
  aiSdk("anthropic", (at) => createAnthropic({ ...common(at), baseURL: `${at.url}/v1` })(at.model), true),
  aiSdk("chat", (at) => createOpenAI({ ...common(at), baseURL: `${at.url}/v1` }).chat(at.model), false),
  aiSdk("responses", (at) => createOpenAI({ ...common(at), baseURL: `${at.url}/v1` })(at.model), true),
  aiSdk("gemini", (at) => createGoogleGenerativeAI({ ...common(at), baseURL: `${at.url}/v1beta` })(at.model), false),
  aiSdk("mistral", (at) => createMistral({ ...common(at), baseURL: `${at.url}/v1` })(at.model), false),
];
