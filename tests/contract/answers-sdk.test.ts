import { afterAll, describe, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { Mistral } from "@mistralai/mistralai";
import OpenAI from "openai";
import type { Dialect } from "../../src/core/dialect.ts";
import type { DialectName } from "../../src/core/dialect-name.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { dialects } from "../../src/dialects/index.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { eventsOf } from "../../src/translation/answer/events.ts";
import { translateAnswer } from "../../src/translation/answer/index.ts";
import { wayOf } from "../translation/answer/ways.ts";

/** What every vendor says in these tests, in its own format. */
const answer = anthropic.readAnswer({
  ...{ id: "a1", model: "vendor-model", stop_reason: "tool_use", usage: { input_tokens: 9, output_tokens: 4 } },
  content: [
    { type: "thinking", thinking: "hmm", signature: "SEAL" },
    { type: "text", text: "Grüße 你好 🚀" },
    { type: "tool_use", id: "abcdefgh1", name: "look", input: { at: "é" } },
    { type: "tool_use", id: "abcdefgh2", name: "go", input: {} },
  ],
});
const asked = { stream_options: { include_usage: true }, input: [], contents: [] };

/** What the server answers next. */
let next: { readonly status: number; readonly type: string; readonly bytes: string } = {
  status: 500,
  type: "",
  bytes: "",
};
const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch: async (request) => {
    await request.arrayBuffer();
    const { status, type, bytes } = next;
    return new Response(bytes, { status, headers: { "content-type": type, "x-should-retry": "false" } });
  },
});
afterAll(() => server.stop(true));
const url = `http://127.0.0.1:${server.port}`;

/** What a program sees of an answer. */
type Seen = { text: string; calls: [string, unknown][]; output: number | null };
/** A client as its vendor ships it: reads a stream, reads a whole answer, and tells the class and status of an error. */
type Client = {
  readonly format: DialectName;
  readonly stream: () => Promise<Seen>;
  readonly whole: () => Promise<Seen>;
};

const claude = new Anthropic({ baseURL: url, apiKey: "k", maxRetries: 0 });
const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: "k", maxRetries: 0 });
const google = new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: url } });
const mistral = new Mistral({ serverURL: url, apiKey: "k", retryConfig: { strategy: "none" } });
const messages = [{ role: "user" as const, content: "hi" }];

const ofMessage = ({ content, usage }: Anthropic.Message): Seen => ({
  text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
  calls: content.flatMap((block): [string, unknown][] =>
    block.type === "tool_use" ? [[block.name, block.input]] : [],
  ),
  output: usage.output_tokens,
});
const ofCompletion = ({ choices, usage }: OpenAI.ChatCompletion): Seen => ({
  text: choices[0]?.message.content ?? "",
  calls: (choices[0]?.message.tool_calls ?? []).flatMap((call): [string, unknown][] =>
    call.type === "function" ? [[call.function.name, JSON.parse(call.function.arguments)]] : [],
  ),
  output: usage?.completion_tokens ?? null,
});
const ofResponse = (response: OpenAI.Responses.Response): Seen => {
  if (response.error) throw new Error(response.error.message); // it leaves that to its caller
  return {
    text: response.output_text,
    calls: response.output.flatMap((item): [string, unknown][] =>
      item.type === "function_call" ? [[item.name, JSON.parse(item.arguments)]] : [],
    ),
    output: response.usage?.output_tokens ?? null,
  };
};

const clients: readonly (Client & { readonly sdk: string })[] = [
  {
    ...{ sdk: "@anthropic-ai/sdk", format: "anthropic" },
    stream: async () => ofMessage(await claude.messages.stream({ model: "m", max_tokens: 9, messages }).finalMessage()),
    whole: async () => ofMessage(await claude.messages.create({ model: "m", max_tokens: 9, messages })),
  },
  {
    ...{ sdk: "openai, chat", format: "openai-chat" },
    stream: async () =>
      ofCompletion(await openai.chat.completions.stream({ model: "m", messages }).finalChatCompletion()),
    whole: async () => ofCompletion(await openai.chat.completions.create({ model: "m", messages })),
  },
  {
    ...{ sdk: "openai, responses", format: "openai-responses" },
    stream: async () => ofResponse(await openai.responses.stream({ model: "m", input: "hi" }).finalResponse()),
    whole: async () => ofResponse(await openai.responses.create({ model: "m", input: "hi" })),
  },
  {
    ...{ sdk: "@google/genai", format: "gemini" },
    stream: async () => {
      const seen: Seen = { text: "", calls: [], output: null };
      for await (const chunk of await google.models.generateContentStream({ model: "m", contents: "hi" })) {
        for (const part of chunk.candidates?.[0]?.content?.parts ?? []) {
          if (part.thought !== true) seen.text += part.text ?? "";
          if (part.functionCall) seen.calls.push([part.functionCall.name ?? "", part.functionCall.args]);
        }
        seen.output = chunk.usageMetadata?.candidatesTokenCount ?? seen.output;
      }
      return seen;
    },
    whole: async () => {
      const said = await google.models.generateContent({ model: "m", contents: "hi" });
      const calls = (said.functionCalls ?? []).map(({ name, args }): [string, unknown] => [name ?? "", args]);
      return { text: said.text ?? "", calls, output: said.usageMetadata?.candidatesTokenCount ?? null };
    },
  },
  {
    ...{ sdk: "@mistralai/mistralai", format: "openai-chat" },
    stream: async () => {
      const seen: Seen = { text: "", calls: [], output: null };
      const calls = new Map<number, { name: string; input: string }>();
      for await (const { data } of await mistral.chat.stream({ model: "m", messages })) {
        const delta = data.choices[0]?.delta;
        if (typeof delta?.content === "string") seen.text += delta.content;
        for (const { index = 0, function: said } of delta?.toolCalls ?? []) {
          const call = calls.get(index) ?? { name: said.name, input: "" };
          calls.set(index, { ...call, input: call.input + String(said.arguments) });
        }
        seen.output = data.usage?.completionTokens ?? seen.output;
      }
      return { ...seen, calls: [...calls.values()].map(({ name, input }) => [name, JSON.parse(input)]) };
    },
    whole: async () => {
      const said = await mistral.chat.complete({ model: "m", messages });
      const message = said.choices[0]?.message;
      const calls = (message?.toolCalls ?? []).map(({ function: { name, arguments: input } }): [string, unknown] => [
        name,
        typeof input === "string" ? JSON.parse(input) : input,
      ]);
      return { text: String(message?.content ?? ""), calls, output: said.usage.completionTokens ?? null };
    },
  },
];

const bytesFrom = ({ eventWriter }: Dialect): Uint8Array => {
  const writer = eventWriter();
  return new TextEncoder().encode(
    eventsOf(answer)
      .map((event) => writer.write({ ...event, origin: null }))
      .join(""),
  );
};

const seen: Seen = {
  text: "Grüße 你好 🚀",
  calls: [
    ["look", { at: "é" }],
    ["go", {}],
  ],
  output: 4,
};

/** The status of an error as an SDK tells it, whatever it calls it. */
const statusOf = (thrown: unknown): unknown =>
  (thrown as { status?: unknown }).status ?? (thrown as { statusCode?: unknown }).statusCode;

const failures: Readonly<Record<string, (status: number) => JsonObject>> = {
  anthropic: () => ({ type: "error", error: { type: "api_error", message: "Just no." } }),
  "openai-chat": () => ({ error: { message: "Just no.", type: "server_error", param: null, code: null } }),
  "openai-responses": () => ({ error: { message: "Just no.", type: "server_error", param: null, code: null } }),
  gemini: (code) => ({ error: { code, message: "Just no.", status: "UNKNOWN" } }),
  unified: () => ({ error: "Just no.", code: "x" }),
};

for (const { sdk, format, stream, whole } of clients)
  describe(sdk, () => {
    for (const from of dialects) {
      const to = dialects.find(({ name }) => name === format) as Dialect; // each has a client of that format
      if (from === to) continue;
      const back = () => translateAnswer(wayOf(from, to, { body: asked }));

      test(`reads a stream of ${from.name}`, async () => {
        const translated = back().stream();
        const bytes = Buffer.concat([translated.take(bytesFrom(from)), translated.rest()]).toString();
        next = { status: 200, type: back().streamType, bytes };

        expect(await stream()).toEqual(seen);
      });

      test(`reads a whole answer of ${from.name}, as it is and as a stream`, async () => {
        const body = from.writeAnswer({ ...answer, origin: null });
        next = { status: 200, type: "application/json", bytes: JSON.stringify(back().whole(body)) };
        expect(await whole()).toEqual(seen);

        next = { status: 200, type: back().streamType, bytes: back().wholeAsStream(body) };
        expect(await stream()).toEqual(seen);
      });

      test(`throws for every status of ${from.name} what it throws for its own vendor's`, async () => {
        for (const status of [400, 401, 403, 404, 413, 422, 429, 500, 503]) {
          const text = JSON.stringify(failures[from.name]?.(status));
          const { body } = { body: JSON.stringify(failures[format]?.(status)) };
          next = { status, type: "application/json", bytes: body };
          const own = await thrownBy(whole);
          const failure = back().failure({ status, headers: new Headers(), text });
          next = { status: failure.status, type: "application/json", bytes: failure.body };
          const other = await thrownBy(whole);

          expect([classOf(other), statusOf(other)], `${status}`).toEqual([classOf(own), statusOf(own)]);
          expect(String((other as Error).message), `${status}`).toContain("Just no.");
        }
      });

      test(`throws where a stream of ${from.name} breaks in the middle`, async () => {
        const translated = back().stream();
        const bytes = bytesFrom(from);
        const half = translated.take(bytes.subarray(0, bytes.length * 0.6));
        const text = Buffer.concat([half, translated.rest()]).toString();
        next = { status: 200, type: back().streamType, bytes: text };

        if (sdk === "@mistralai/mistralai") return expect(text).toContain("ended its stream before"); // it does not look
        expect(String(await thrownBy(stream))).not.toBe("nothing");
      });
    }
  });

const thrownBy = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    await call();
    return "nothing";
  } catch (error) {
    return error;
  }
};

const classOf = (thrown: unknown): string => (thrown as object).constructor.name;
