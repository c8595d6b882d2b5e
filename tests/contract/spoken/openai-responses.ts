import { openaiResponses } from "../../../src/dialects/openai-responses/index.ts";
import { isObject, type JsonObject, objectIn } from "../../../src/lib/json.ts";
import type { Spoken } from "./spoken.ts";

/** What belongs to the client or the model, whatever it looks like. */
const opaque: ReadonlySet<string> = new Set(["parameters", "schema", "metadata"]);

/** The short form of a message, without type and list, in the long one. */
const inFull = (item: unknown): unknown => {
  const { type, role, content } = objectIn(item);
  if (role === undefined || (type !== undefined && type !== "message")) return item;
  const text = role === "assistant" ? "output_text" : "input_text";
  return {
    type: "message",
    ...objectIn(item),
    ...(typeof content === "string" && { content: [{ type: text, text: content }] }),
  };
};

const rewritten: Readonly<Record<string, (value: unknown) => unknown>> = {
  input: (value) => (typeof value === "string" ? [inFull({ role: "user", content: value })] : value),
};

const normal = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map((one) => normal(inFull(one)));
  if (!isObject(json)) return json;
  // Auto is what is meant without a choice, too.
  const isMeant = (name: string, value: unknown): boolean =>
    (name === "stream" && value === false) || (name === "tool_choice" && value === "auto");
  const entries = Object.entries(json).flatMap(([name, value]): [string, unknown][] => {
    if (value === null || isMeant(name, value)) return []; // says nothing
    const inside = opaque.has(name) ? value : normal(rewritten[name]?.(value) ?? value);
    return Array.isArray(inside) && inside.length === 0 ? [] : [[name, inside]];
  });
  return Object.fromEntries(entries);
};

/** Without nulls and empty lists, which say nothing, padding, and the count of the events. */
const normalEvent = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(normalEvent);
  if (!isObject(json)) return json;
  const isSaying = ([name, value]: [string, unknown]): boolean =>
    value !== null && name !== "obfuscation" && !(Array.isArray(value) && value.length === 0);
  const entries = Object.entries(json as JsonObject).filter(isSaying);
  return Object.fromEntries(entries.map(([name, value]) => [name, normalEvent(value)]));
};

/** Of tools that the vendor runs, or lists in its own way. */
const tools = {
  defer_loading: "a tool that is only searched for",
  name: "of a group of tools",
  description: "the same",
  tools: "the tools of a group, and those of a response as they were asked for",
  ...{ allowed_tools: "whom the vendor asks", require_approval: "the same", server_label: "the same" },
  ...{ server_url: "the same", server_description: "the same", connector_id: "the same", authorization: "the same" },
  ...{ container: "where the vendor runs code", search_context_size: "how much it searches" },
  external_web_access: "whether it may leave",
};

/** What a request asks for that only this vendor has. */
const settings = {
  ...{ store: "what the vendor keeps", include: "what it adds to its answer", background: "when it works" },
  ...{ service_tier: "terms", prompt_cache_key: "whose cache", prompt_cache_options: "how long it lives" },
  ...{ prompt_cache_retention: "the same", context_management: "what the vendor shortens" },
  ...{ "reasoning.context": "what it thinks about", "reasoning.mode": "how", "text.verbosity": "how long it answers" },
  ...{ truncation: "what it may cut off", metadata: "the client's own", conversation: "where the vendor keeps it" },
};

/** A response repeats what was asked for, and tells of itself. */
const echoes = {
  ...{ instructions: "asked", temperature: "asked", top_p: "asked", top_logprobs: "asked", max_output_tokens: "asked" },
  ...{ frequency_penalty: "asked", presence_penalty: "asked", parallel_tool_calls: "asked", tool_choice: "asked" },
  ...{ "text.format": "asked", "reasoning.effort": "asked", "reasoning.summary": "asked" },
  ...{ previous_response_id: "asked", input: "asked" },
  ...{ created_at: "when", completed_at: "when", billing: "who pays", content_filters: "what a filter has seen" },
  ...{ total_tokens: "beside its usage, too", tool_usage: "by tool; searches are counted" },
  ...{ "usage.num_sources_used": "not billed by the piece", "usage.num_server_side_tools_used": "the same" },
  ...{ "usage.cost_in_usd_ticks": "what a reseller takes", "usage.context_details": "of the last turn" },
  "usage.server_side_tool_usage_details": "by tool; searches are counted",
};

export const spokenOpenaiResponses: Spoken = {
  dialect: openaiResponses,
  normal,
  exactStreams: 30,
  normalEvent,
  beside: {
    id: "of an item: the vendor finds it again by that",
    status: "of an item, or of a response that has not ended",
    phase: "of a message: whether the model still works",
    content:
      "what the parts of a message say besides: annotations, how likely each token was; or that a thought is shown",
    caller: "a program of the vendor's that calls the client's tool",
    namespace: "of a tool in a group of tools",
    ...tools,
    ...settings,
    ...echoes,
  },
  besideInStreams: {
    ...{ action: "what a search or a shell does", queries: "the same", results: "what it found" },
    ...{ arguments: "of the vendor's own tools, once they are complete", output: "what they gave", code: "the same" },
    ...{ result: "an image", output_format: "of it", quality: "of it", size: "of it", revised_prompt: "of it" },
    encrypted_content: "of a conversation that the vendor has compacted",
    ...{ fingerprint: "the vendor's own", prompt: "the prompt again" },
  },
};
