import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { readUsage, writeUsage } from "../../../src/dialects/openai-chat/usage.ts";
import { merged } from "../../../src/lib/fields.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../../src/lib/json.ts";
import type { Spoken } from "./spoken.ts";

/** What belongs to the client or the model, whatever it looks like. */
const opaque: ReadonlySet<string> = new Set(["parameters", "schema"]);

/** Each way to say something that the writer has another one for. */
const rewritten: Readonly<Record<string, (value: unknown) => unknown>> = {
  // One plain text needs no list around it.
  content: (value) => {
    const [only, ...more] = listIn(value);
    const { type, text, ...beside } = objectIn(only);
    return type === "text" && more.length === 0 && Object.keys(beside).length === 0 ? text : value;
  },
  stop: (value) => (typeof value === "string" ? [value] : value),
  tool_choice: (value) => (value === "any" ? "required" : value), // Mistral takes both
  // A thought of several pieces is one text.
  thinking: (value) =>
    Array.isArray(value)
      ? [{ type: "text", text: value.map((one) => textOrNull(objectIn(one)["text"]) ?? "").join("") }]
      : value,
  // What was cached, and what was thought, in OpenAI's own names.
  usage: (value) =>
    isObject(value) && "prompt_tokens" in value ? merged(value, writeUsage(readUsage(value).usage)) : value,
  tool_calls: (value) => listIn(value).map((call) => withCallDefaults(objectIn(call))),
  tools: (value) =>
    listIn(value).map((tool) => ({
      ...(isObject(objectIn(tool)["function"]) && { type: "function" }),
      ...objectIn(tool),
    })),
};

/** Mistral leaves the type out, others the arguments where there are none. */
const withCallDefaults = (call: JsonObject): JsonObject => ({
  type: "function",
  ...call,
  ...(isObject(call["function"]) && { function: { arguments: "", ...call["function"] } }),
});

const normal = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(normal);
  if (!isObject(json)) return json;
  const entries = Object.entries(json).flatMap(([name, value]): [string, unknown][] => {
    if (value === null || (name === "stream" && value === false)) return []; // says nothing
    if (opaque.has(name)) return [[name, value]];
    const inside = normal(rewritten[name]?.(value) ?? value);
    return Array.isArray(inside) && inside.length === 0 ? [] : [[name, inside]];
  });
  const isBare = entries.length === 1 && entries[0]?.[0] === "role"; // a message that was filtered away
  return isBare ? {} : Object.fromEntries(entries.filter(([name, value]) => name !== "message" || !isEmpty(value)));
};

const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

/** Without nulls, which say nothing, and without padding. */
const normalEvent = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(normalEvent);
  if (!isObject(json)) return json;
  const entries = Object.entries(json).filter(([name, value]) => value !== null && name !== "obfuscation");
  return Object.fromEntries(entries.map(([name, value]) => [name, normalEvent(value)]));
};

export const spokenOpenaiChat: Spoken = {
  dialect: openaiChat,
  normal,
  exactStreams: 35,
  normalEvent,
  beside: {
    stream_options: "whether the client wants usage in a stream",
    "usage.include": "the same, for OpenRouter",
    "response_format.json_schema.description": "of the shape, for the model",
    type: "which of several ways of a vendor a part came in",
    reasoning_details: "the thought as the reseller's vendors have sealed it",
    "message.reasoning_details": "the same, in an answer",
    "thinking.type": "the same",
    "thinking.clear_thinking": "whether the vendor forgets earlier thoughts",
    clear_thinking: "the same",
    reasoning_format: "where the thoughts are put",
    safe_prompt: "instructions that the vendor adds",
    prefix: "the answer begins with this message",
    logprobs: "how likely each token was",
    index: "of a call, in a whole message",
    user: "who the client says it is",
    service_tier: "terms",
    cache_control: "where the client wants the cache to end, for resellers",
    prompt_cache_key: "whose cache",
    prompt_cache_breakpoint: "where it ends",
    prompt_cache_options: "how long it lives",
    eager_input_streaming: "of a reseller",
    provider: "which vendors a reseller may ask, and which it has asked",
    models: "which models it may ask",
    transforms: "what it may change",
    parameters: "settings of the vendor's own tools",
    web_search_options: "the same",
    moderation: "what else the vendor looks at",
    created: "when",
    seed: "what was drawn with, in an answer",
    request_id: "the vendor's own",
    system_fingerprint: "the same",
    x_groq: "the same",
    metadata: "the same",
    prompt: "the prompt again",
    native_finish_reason: "the word of the reseller's vendor",
    "message.annotations": "where it was found",
    citations: "the same",
    "message.audio": "what was said, with its text",
    "message.executed_tools": "what the vendor ran",
    content_filter_results: "what a filter has seen",
    prompt_filter_results: "the same",
    time_info: "how long it took",
    "usage.latency_checkpoint": "the same",
    "usage.queue_time": "the same",
    "usage.prompt_time": "the same",
    "usage.completion_time": "the same",
    "usage.total_time": "the same",
    usage_breakdown: "by model",
    "usage.cost": "what a reseller takes",
    "usage.cost_details": "the same",
    "usage.cost_in_usd_ticks": "the same",
    "usage.is_byok": "whose key",
    "usage.cached_tokens": "told in OpenAI's own name, too",
    "usage.num_cached_tokens": "the same",
    "usage.prompt_cache_hit_tokens": "the same",
    "usage.prompt_cache_miss_tokens": "the rest of the input",
    "usage.server_tool_use_details": "what the vendor ran; searches are counted",
    "usage.num_sources_used": "not billed by the piece",
    "usage.audio_prompt_tokens": "a name of its own for sound",
    "usage.prompt_tokens_details.text_tokens": "the rest of the input",
    "usage.prompt_tokens_details.image_tokens": "billed as the rest of the input",
    "usage.prompt_tokens_details.video_tokens": "the same",
    "usage.completion_tokens_details.image_tokens": "billed as the rest of the output",
    "usage.completion_tokens_details.accepted_prediction_tokens": "the same",
    "usage.completion_tokens_details.rejected_prediction_tokens": "the same",
  },
  besideInStreams: {
    latency_checkpoint: "how long it took",
    sla_metrics: "the same",
    "error.code": "beside its type",
    "choices.index": "whose of several candidates the following is",
    "choices.content_filter_results": "what a filter has seen",
    "choices.native_finish_reason": "the word of the reseller's vendor",
    "choices.matched_stop": "the number of the token or the text at which it stopped",
    "choices.delta.reasoning_details": "the thought as the reseller's vendors have sealed it",
    "choices.delta.index": "of a delta, beside that of its choice",
    "usage.reasoning_tokens": "where it is more than all that was produced, so that it cannot be meant",
    "usage.completion_tokens_details.reasoning_tokens": "the same",
  },
};
