import type { Block, Reply } from "../conversation.ts";
import type { Answer } from "../format.ts";
import { type JsonObject, listIn, objectIn } from "../json-view.ts";

/** A whole Responses answer, pretty-printed as OpenAI does. */
export const responsesWhole = (answer: Answer): string => `${JSON.stringify(endedResponse(answer), null, 2)}\n`;

/** The response object while it is being made. */
export const openResponse = (answer: Answer): JsonObject =>
  responseObject(answer, { status: "in_progress", output: [], usage: null });

/** The response object when everything has been said. */
export const endedResponse = (answer: Answer): JsonObject => {
  const { blocks, stop } = answer.reply;
  const output = blocks.map((block, index) => endedItem(block, index, answer));
  return responseObject(answer, {
    status: stop.reason === "length" ? "incomplete" : "completed",
    output,
    usage: usage(answer.reply),
  });
};

/** An output item as it stands in the end. */
export const endedItem = (block: Block, index: number, answer: Answer): JsonObject => {
  const id = itemId(block, index, answer);
  if (block.type === "thinking") {
    const summary = answer.ask.thinking === "shown" ? [{ type: "summary_text", text: block.text }] : [];
    return { id, type: "reasoning", ...sealedThought(index, answer), summary };
  }
  if (block.type === "text")
    return { id, type: "message", status: "completed", content: [textPart(block.text)], role: "assistant" };
  const call_id = callId(index, answer);
  const { tool, input } = block;
  if (tool.kind === "custom")
    return { id, type: "custom_tool_call", status: "completed", call_id, input: input.input, name: tool.name };
  if (tool.kind === "local_shell") {
    return {
      id,
      type: "local_shell_call",
      status: "completed",
      action: { type: "exec", command: input.command, env: {} },
      call_id,
    };
  }
  return {
    id,
    type: "function_call",
    status: "completed",
    arguments: JSON.stringify(input),
    call_id,
    name: tool.name,
    ...namespaceOf(tool.namespace),
  };
};

/** An output item as it is announced, still empty. */
export const openItem = (block: Block, index: number, answer: Answer): JsonObject => {
  const item = endedItem(block, index, answer);
  if (block.type === "thinking") return { ...item, summary: [] };
  if (block.type === "text") return { ...item, status: "in_progress", content: [] };
  if (block.tool.kind === "custom") return { ...item, status: "in_progress", input: "" };
  return block.tool.kind === "function"
    ? { ...item, status: "in_progress", arguments: "" }
    : { ...item, status: "in_progress" };
};

/** The id of the output item that a block becomes. */
export const itemId = (block: Block, index: number, { ids }: Answer): string => {
  const prefix = block.type === "thinking" ? "rs" : block.type === "text" ? "msg" : toolPrefixes[block.tool.kind];
  return `${prefix}_0${ids.hex(`item${index}`, 49)}`;
};

/** A piece of written text inside a message item. */
export const textPart = (text: string): JsonObject => ({ type: "output_text", annotations: [], logprobs: [], text });

const toolPrefixes = { function: "fc", custom: "ctc", local_shell: "lsh" } as const;

const namespaceOf = (namespace: string | null): JsonObject => (namespace === null ? {} : { namespace });

const callId = (index: number, { ids }: Answer): string => `call_${ids.letters(`tool${index}`, 24)}`;

const sealedThought = (index: number, { json, ids }: Answer): JsonObject =>
  listIn(json.include).includes("reasoning.encrypted_content")
    ? {
        encrypted_content: `gAAAAAB${ids.sealed(`thought${index}`, 300).replaceAll("+", "-").replaceAll("/", "_").slice(7)}`,
      }
    : {};

const usage = ({ bill }: Reply): JsonObject => ({
  input_tokens: bill.inputTokens,
  input_tokens_details: { cached_tokens: bill.cachedTokens },
  output_tokens: bill.outputTokens,
  output_tokens_details: { reasoning_tokens: bill.thinkingTokens },
  total_tokens: bill.inputTokens + bill.outputTokens,
});

type Progress = {
  readonly status: "in_progress" | "completed" | "incomplete";
  readonly output: readonly JsonObject[];
  readonly usage: JsonObject | null;
};

/** What was asked comes back beside the answer, in the order in which OpenAI writes it. */
const responseObject = ({ ask, ids, json, createdAt }: Answer, { status, output, usage }: Progress): JsonObject => ({
  id: `resp_0${ids.hex("response", 49)}`,
  object: "response",
  created_at: createdAt,
  status,
  background: false,
  completed_at: status === "completed" ? createdAt : null,
  error: null,
  incomplete_details: status === "incomplete" ? { reason: "max_output_tokens" } : null,
  instructions: json.instructions ?? null,
  max_output_tokens: json.max_output_tokens ?? null,
  max_tool_calls: null,
  model: ask.model,
  output,
  parallel_tool_calls: ask.parallelTools,
  previous_response_id: null,
  prompt_cache_key: json.prompt_cache_key ?? null,
  reasoning: { effort: objectIn(json.reasoning).effort ?? null, summary: objectIn(json.reasoning).summary ?? null },
  safety_identifier: null,
  service_tier: status === "in_progress" ? "auto" : "default",
  store: json.store ?? true,
  temperature: json.temperature ?? 1,
  text: json.text ?? { format: { type: "text" }, verbosity: "medium" },
  tool_choice: json.tool_choice ?? "auto",
  tools: json.tools ?? [],
  top_logprobs: 0,
  top_p: json.top_p ?? 1,
  truncation: "disabled",
  usage,
  user: null,
  metadata: json.metadata ?? {},
});
