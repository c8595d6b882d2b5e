import { Mistral } from "@mistralai/mistralai";
import type { ChatCompletionRequest, UsageInfo } from "@mistralai/mistralai/models/components/index.js";
import { commandSchema, key, mostTurns, png, ran, type Said, type SdkClient, toUpstream } from "./client.ts";

/** What was said in one answer, in the SDK's own words. */
type Spoken = {
  content: unknown;
  readonly calls: { id: string; name: string; given: unknown }[];
  stop: string | null | undefined;
  usage: UsageInfo | undefined;
};

/** Mistral's SDK. */
export const mistralSdk: SdkClient = {
  name: "@mistralai/mistralai",
  home: "mistral",
  stops: { call: "tool_calls", end: "stop" },
  takesPicturesFromTools: false,
  work: async ({ url, upstream, model }, { text, stream, tools, schema, picture }) => {
    const { chat } = new Mistral({ apiKey: key, serverURL: url, retryConfig: { strategy: "none" } });
    const headers = { headers: toUpstream(upstream) };
    const shell = { type: "function" as const, function: { name: "Bash", parameters: commandSchema } };
    const jsonSchema = { name: "answer", strict: true, schemaDefinition: { ...schema } };
    const messages: ChatCompletionRequest["messages"] = [
      { role: "system", content: "Be brief." },
      { role: "user", content: picture === "asked" ? [{ type: "text", text }, image] : text },
    ];
    const said: Said[] = [];
    while (said.length < mostTurns) {
      const asked = {
        ...{ model, messages },
        ...(tools && { tools: [shell] }),
        ...(schema && { responseFormat: { type: "json_schema" as const, jsonSchema } }),
      };
      const spoken = stream
        ? await streamed(await chat.stream(asked, headers))
        : whole(await chat.complete(asked, headers));
      said.push(saidIn(spoken));
      if (spoken.calls.length === 0) break;
      const toolCalls = spoken.calls.map(({ id, name, given }) => ({
        id,
        function: { name, arguments: given as string },
      }));
      messages.push({ role: "assistant", content: spoken.content as string, toolCalls });
      for (const { id, name, given } of spoken.calls)
        messages.push({ role: "tool", toolCallId: id, name, content: ran(inputOf(given)) });
    }
    return said;
  },
};

const image = { type: "image_url", imageUrl: `data:image/png;base64,${png}` } as const;

type Whole = Awaited<ReturnType<Mistral["chat"]["complete"]>>;
type Streamed = Awaited<ReturnType<Mistral["chat"]["stream"]>>;

const whole = ({ choices: [choice], usage }: Whole): Spoken => ({
  content: choice?.message?.content,
  calls: (choice?.message?.toolCalls ?? []).map(({ id, function: { name, arguments: given } }) => ({
    ...{ id: id ?? "", name, given },
  })),
  stop: choice?.finishReason,
  usage,
});

const streamed = async (events: Streamed): Promise<Spoken> => {
  const spoken: Spoken = { content: "", calls: [], stop: null, usage: undefined };
  const parts: unknown[] = [];
  for await (const { data } of events) {
    const [choice] = data.choices;
    const { content, toolCalls } = { ...choice?.delta };
    if (typeof content === "string") parts.push({ type: "text", text: content });
    else if (Array.isArray(content)) parts.push(...content);
    for (const call of toolCalls ?? []) {
      const at = call.index ?? spoken.calls.length;
      const known = spoken.calls[at];
      if (known === undefined)
        spoken.calls[at] = { id: call.id ?? "", name: call.function.name, given: call.function.arguments };
      else known.given = `${known.given}${call.function.arguments}`;
    }
    spoken.stop = choice?.finishReason ?? spoken.stop;
    spoken.usage = data.usage ?? spoken.usage;
  }
  spoken.content = parts;
  return spoken;
};

const inputOf = (given: unknown): unknown => (typeof given === "string" ? JSON.parse(given) : given);

const saidIn = ({ content, calls, stop, usage }: Spoken): Said => ({
  text: typeof content === "string" ? content : textsIn(content, "text"),
  thought: typeof content === "string" ? "" : textsIn(content, "thinking"),
  calls: calls.map(({ id, name, given }) => ({ id, name, input: inputOf(given) })),
  stop,
  input: usage?.promptTokens ?? 0,
  output: usage?.completionTokens ?? 0,
  cached: 0,
});

const textsIn = (content: unknown, type: string): string =>
  (Array.isArray(content) ? content : [])
    .filter((part) => part.type === type)
    .map((part) => (type === "text" ? part.text : textsIn(part.thinking, "text")))
    .join("");
