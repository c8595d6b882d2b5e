import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { type FormatsApart, startFormatsApart, vendorFormats } from "../support/formats-apart.ts";

let apart: FormatsApart;

beforeAll(async () => {
  apart = await startFormatsApart({ env: { PROXY_TIMESCALE: "1" } });
});
afterEach(async () => void (await apart.sent()));
afterAll(() => apart.stop());

const question = "What is the capital of France?";

/** The answer to one question, whole and streamed, by each vendor's own client. */
const clients: Readonly<Record<string, (upstream: string) => Promise<readonly string[]>>> = {
  anthropic: async (upstream) => {
    const client = new Anthropic({
      baseURL: apart.daemon.url,
      apiKey: "k",
      maxRetries: 0,
      defaultHeaders: to(upstream),
    });
    const ask = { model: "claude-x", max_tokens: 1000, messages: [{ role: "user" as const, content: question }] };
    const whole = await client.messages.create(ask);
    const streamed = await client.messages.stream(ask).finalMessage();
    return [whole, streamed].map(({ content }) => content.map((one) => (one.type === "text" ? one.text : "")).join(""));
  },
  "openai-chat": async (upstream) => {
    const ask = { model: "gpt-x", max_tokens: 1000, messages: [{ role: "user" as const, content: question }] };
    const whole = await openai(upstream).chat.completions.create(ask);
    const streamed = await openai(upstream).chat.completions.stream(ask).finalChatCompletion();
    return [whole, streamed].map(({ choices }) => choices[0]?.message.content ?? "");
  },
  "openai-responses": async (upstream) => {
    const ask = { model: "gpt-x", max_output_tokens: 1000, input: question };
    const whole = await openai(upstream).responses.create(ask);
    const streamed = await openai(upstream).responses.stream(ask).finalResponse();
    return [whole, streamed].map(({ output_text: text }) => text);
  },
  gemini: async (upstream) => {
    const client = new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: apart.daemon.url, headers: to(upstream) } });
    const ask = { model: "gemini-x", contents: question, config: { maxOutputTokens: 1000 } };
    const whole = await client.models.generateContent(ask);
    let streamed = "";
    for await (const chunk of await client.models.generateContentStream(ask)) streamed += chunk.text ?? "";
    return [whole.text ?? "", streamed];
  },
};

const to = (upstream: string) => ({ "x-proxy-upstream": upstream });
const openai = (upstream: string) =>
  new OpenAI({ baseURL: `${apart.daemon.url}/v1`, apiKey: "k", maxRetries: 0, defaultHeaders: to(upstream) });

for (const [name, ask] of Object.entries(clients))
  for (const format of vendorFormats)
    test(`a client of ${name} gets its answer, whole and streamed, from a vendor of ${format}`, async () => {
      const [whole, streamed] = await ask(`as-${format}`);

      expect(whole).not.toBe("");
      expect(streamed).toBe(whole ?? "");
      const sent = await apart.sent();
      expect(sent.map(({ path }) => path).every((path) => paths[format].test(path))).toBe(true);
      expect(sent).toHaveLength(2);
    });

const paths = {
  anthropic: /^\/v1\/messages/,
  "openai-chat": /^\/v1\/chat\/completions/,
  "openai-responses": /^\/v1\/responses/,
  gemini: /^\/v1beta\/models\//,
};

test("an error of the vendor's keeps its status at a client of another", async () => {
  const client = new Anthropic({
    ...{ baseURL: apart.daemon.url, apiKey: "k", maxRetries: 0 },
    defaultHeaders: to("as-openai-chat"),
  });
  const asked = client.messages.create({ model: "", max_tokens: 10, messages: [{ role: "user", content: question }] });

  expect(await asked.catch((thrown) => thrown)).toMatchObject({ status: 400 });
});
