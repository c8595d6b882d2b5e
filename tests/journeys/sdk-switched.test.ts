import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { Mistral } from "@mistralai/mistralai";
import type { ChatCompletionRequest } from "@mistralai/mistralai/models/components/index.js";
import OpenAI from "openai";
import { key, png, toUpstream } from "../support/clients/client.ts";
import { startVendorsApart, type Vendors } from "../support/vendors-apart.ts";

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendorsApart();
});
afterEach(async () => void (await vendors.sent()));
afterAll(() => vendors.stop());

const parameters = {
  ...{ type: "object", properties: { command: { type: "string" } } },
  ...{ required: ["command"], additionalProperties: false },
};
const places = [
  { upstream: "v-chat", model: "gpt-5.1" },
  { upstream: "v-mistral", model: "mistral-large-latest" },
  { upstream: "v-mistral", model: "magistral-medium-latest" },
  { upstream: "v-chat", model: "gpt-4.1" },
  { upstream: "v-mistral", model: "mistral-small-latest" },
  { upstream: "v-chat", model: "gpt-5.1" },
] as const;

type Place = (typeof places)[number];

/** The answers of every place in turn: a call at first, the words that came of it next. */
const expectedOf = (all: readonly Place[]) => all.map(({ upstream }) => [upstream, "Bash", "The tool answered: ran"]);

/** OpenAI's SDK puts a streamed answer together as if it were one text; thoughts of this model come in parts. */
const streamsParts = ({ model }: Place): boolean => model.startsWith("magistral");

for (const stream of [false, true])
  test(`a conversation of OpenAI's client goes on from OpenAI to Mistral and back, ${stream ? "streamed" : "whole"}`, async () => {
    const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [{ role: "developer", content: "Be brief." }];
    const told: unknown[] = [];
    const next = async (at: Place) => {
      const client = new OpenAI({
        ...{ apiKey: key, baseURL: `${vendors.daemon.url}/v1`, maxRetries: 0 },
        defaultHeaders: toUpstream(at.upstream),
      });
      const asked = {
        ...{ model: at.model, messages, max_completion_tokens: 4000, seed: 7, parallel_tool_calls: true, user: "u" },
        ...{ tool_choice: "auto" as const, store: false },
        tools: [{ type: "function" as const, function: { name: "Bash", parameters, strict: true } }],
      };
      const { choices } = stream
        ? await client.chat.completions
            .stream({ ...asked, stream_options: { include_usage: true } })
            .finalChatCompletion()
        : await client.chat.completions.create(asked);
      const message = choices[0]?.message;
      if (message === undefined) throw new Error("no answer");
      const { parsed: _, ...said } = { parsed: null, ...message }; // the SDK's own, which OpenAI refuses
      messages.push(said);
      return said;
    };

    const visited = places.filter((at) => !stream || !streamsParts(at));
    for (const at of visited) {
      messages.push({ role: "user", content: [{ type: "text", text: "use two tools" }, picture] });
      const { tool_calls: calls = [] } = await next(at);
      for (const { id } of calls) messages.push({ role: "tool", tool_call_id: id, content: "ran it" });
      told.push([
        at.upstream,
        calls.map((call) => "function" in call && call.function.name)[0],
        textOf(await next(at)).slice(0, 22),
      ]);
    }

    expect(told).toEqual(expectedOf(visited));
  });

const picture = { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } } as const;

const textOf = ({ content }: { readonly content?: unknown }): string => {
  if (typeof content === "string") return content;
  const parts = Array.isArray(content) ? (content as readonly { readonly type: string; readonly text?: string }[]) : [];
  return parts.map(({ type, text }) => (type === "text" ? text : "")).join("");
};

test("a conversation of Mistral's client goes on from OpenAI to Mistral and back", async () => {
  const { chat } = new Mistral({ apiKey: key, serverURL: vendors.daemon.url, retryConfig: { strategy: "none" } });
  const messages: ChatCompletionRequest["messages"] = [{ role: "system", content: "Be brief." }];
  const told: unknown[] = [];
  const next = async ({ upstream, model }: Place, toolChoice: "any" | "auto") => {
    const tools = [{ type: "function" as const, function: { name: "Bash", parameters } }];
    const setting = { maxTokens: 4000, randomSeed: 7, parallelToolCalls: true, safePrompt: false };
    const { choices } = await chat.complete(
      { model, messages, tools, toolChoice, ...setting },
      { headers: toUpstream(upstream) },
    );
    const message = choices[0]?.message;
    if (message == null) throw new Error("no answer");
    messages.push({ ...message, role: "assistant" });
    return message;
  };

  for (const at of places) {
    const imageUrl = `data:image/png;base64,${png}`;
    messages.push({
      role: "user",
      content: [
        { type: "text", text: "use two tools" },
        { type: "image_url", imageUrl },
      ],
    });
    const { toolCalls } = await next(at, "any");
    for (const { id = "", function: called } of toolCalls ?? [])
      messages.push({ role: "tool", toolCallId: id, name: called.name, content: "ran it" });
    told.push([at.upstream, toolCalls?.[0]?.function.name, textOf(await next(at, "auto")).slice(0, 22)]);
  }

  expect(told).toEqual(expectedOf(places));
});

test("what OpenAI's client says to OpenAI gets there to the byte", async () => {
  const body = `{ "model":"gpt-4.1",  "max_tokens": 9, "seed":1,\n"messages":[{"role":"developer","content":"x"},{"role":"user","content":"\\u00e9"}], "user":"u" }`;
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}`, "user-agent": "OpenAI/JS 6.0" };
  const asked = await fetch(`${vendors.daemon.url}/v1/chat/completions`, {
    ...{ method: "POST", body, headers: { ...headers, ...toUpstream("v-chat") } },
  });

  expect(asked.status).toBe(200);
  expect((await vendors.sent()).map((one) => one.body)).toEqual([body]);
});
