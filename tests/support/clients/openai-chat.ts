import OpenAI from "openai";
import { commandSchema, key, mostTurns, png, ran, type Said, type SdkClient, toUpstream } from "./client.ts";

type Completion = OpenAI.Chat.ChatCompletion;

/** OpenAI's SDK, chat completions. */
export const openaiChatSdk: SdkClient = {
  name: "openai chat",
  home: "chat",
  stops: { call: "tool_calls", end: "stop" },
  takesPicturesFromTools: false,
  work: async ({ url, upstream, model }, { text, stream, tools, thinks, schema, picture }) => {
    const defaultHeaders = toUpstream(upstream);
    const { chat } = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0, defaultHeaders });
    const json_schema = { name: "answer", strict: true, schema: { ...schema } };
    const setting = {
      model,
      ...(tools && { tools: [{ type: "function" as const, function: { name: "Bash", parameters: commandSchema } }] }),
      ...(thinks && { reasoning_effort: "high" as const }),
      ...(schema && { response_format: { type: "json_schema" as const, json_schema } }),
    };
    const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [
      { role: "system", content: "Be brief." },
      { role: "user", content: picture === "asked" ? [image, { type: "text", text }] : text },
    ];
    const said: Said[] = [];
    while (said.length < mostTurns) {
      const asked = { ...setting, messages };
      const answer: Completion = stream
        ? await chat.completions.stream({ ...asked, stream_options: { include_usage: true } }).finalChatCompletion()
        : await chat.completions.create(asked);
      const message = answer.choices[0]?.message;
      said.push(saidIn(answer));
      const calls = (message?.tool_calls ?? []).flatMap((call) => (call.type === "function" ? [call] : []));
      if (calls.length === 0) break;
      messages.push(backAgain(message, calls));
      for (const { id, function: called } of calls)
        messages.push({ role: "tool", tool_call_id: id, content: ran(JSON.parse(called.arguments)) });
    }
    return said;
  },
};

const image = { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } } as const;

/** The message as it came, without what the SDK itself has put there. */
const backAgain = (
  message: OpenAI.Chat.ChatCompletionMessage | undefined,
  calls: readonly OpenAI.Chat.ChatCompletionMessageFunctionToolCall[],
): OpenAI.Chat.ChatCompletionMessageParam => {
  const { parsed: _, ...rest } = { parsed: null, ...message };
  const tool_calls = calls.map(({ id, type, function: { name, arguments: said } }) => ({
    ...{ id, type, function: { name, arguments: said } },
  }));
  return { ...rest, role: "assistant", tool_calls };
};

const saidIn = ({ choices: [choice], usage }: Completion): Said => {
  const message = choice?.message;
  const { reasoning_content: thought = "" } = { ...message } as { reasoning_content?: string };
  return {
    text: message?.content ?? "",
    thought: thought ?? "",
    calls: (message?.tool_calls ?? []).flatMap((call) =>
      call.type === "function"
        ? [{ id: call.id, name: call.function.name, input: JSON.parse(call.function.arguments) }]
        : [],
    ),
    stop: choice?.finish_reason,
    input: usage?.prompt_tokens ?? 0,
    output: usage?.completion_tokens ?? 0,
    cached: usage?.prompt_tokens_details?.cached_tokens ?? 0,
  };
};
