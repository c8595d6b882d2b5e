import Anthropic from "@anthropic-ai/sdk";
import { commandSchema, key, mostTurns, png, ran, type Said, type SdkClient, toUpstream } from "./client.ts";

/** Anthropic's SDK. */
export const anthropicSdk: SdkClient = {
  name: "@anthropic-ai/sdk",
  home: "anthropic",
  stops: { call: "tool_use", end: "end_turn" },
  takesPicturesFromTools: true,
  work: async ({ url, upstream, model }, { text, stream, tools, thinks, schema, picture }) => {
    const defaultHeaders = toUpstream(upstream);
    const { messages } = new Anthropic({ apiKey: key, baseURL: url, maxRetries: 0, defaultHeaders });
    const setting = {
      ...{ model, max_tokens: 4000 },
      ...(tools && { tools: [{ name: "Bash", input_schema: { ...commandSchema, required: ["command"] } }] }),
      ...(thinks && { thinking: { type: "enabled" as const, budget_tokens: 1024 } }),
      ...(schema && { output_config: { format: { type: "json_schema" as const, schema: { ...schema } } } }),
    };
    const history: Anthropic.MessageParam[] = [
      { role: "user", content: picture === "asked" ? [image, { type: "text", text }] : text },
    ];
    const said: Said[] = [];
    while (said.length < mostTurns) {
      const asked = { ...setting, messages: history };
      const answer = await (stream ? messages.stream(asked).finalMessage() : messages.create(asked));
      said.push(saidIn(answer));
      const calls = answer.content.flatMap((block) => (block.type === "tool_use" ? [block] : []));
      if (calls.length === 0) break;
      history.push({ role: "assistant", content: answer.content });
      history.push({ role: "user", content: calls.map((call) => resultOf(call, picture === "given")) });
    }
    return said;
  },
};

const image: Anthropic.ImageBlockParam = {
  type: "image",
  source: { type: "base64", media_type: "image/png", data: png },
};

const resultOf = ({ id, input }: Anthropic.ToolUseBlock, isPicture: boolean): Anthropic.ToolResultBlockParam => ({
  type: "tool_result",
  tool_use_id: id,
  content: isPicture ? [{ type: "text", text: ran(input) }, image] : ran(input),
});

const saidIn = ({ content, stop_reason: stop, usage }: Anthropic.Message): Said => ({
  text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
  thought: content.map((block) => (block.type === "thinking" ? block.thinking : "")).join(""),
  calls: content.flatMap((block) => (block.type === "tool_use" ? [block] : [])),
  stop,
  input: usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0),
  output: usage.output_tokens,
  cached: usage.cache_read_input_tokens ?? 0,
});
