import { countReader, type Usage, type UsageReading } from "../../core/usage.ts";
import { type JsonObject, objectIn } from "../../lib/json.ts";
import { present } from "../../lib/json-rest.ts";
import { readDetails, writeDetails } from "../openai-chat/usage-details.ts";

/** Reads `usage` of a response; xAI, which speaks the format, tells of its searches there, OpenAI only in the output. */
export const readUsage = (usage: unknown): UsageReading => {
  const counts = countReader();
  const { count, part, anomalies } = counts;
  const said = objectIn(usage);
  const inputs = objectIn(said["input_tokens_details"]);
  const outputs = objectIn(said["output_tokens_details"]);
  const inputTokens = count(said["input_tokens"]);
  const outputTokens = count(said["output_tokens"]);
  const read: Usage = {
    inputTokens,
    cacheReadTokens: part(inputs["cached_tokens"], inputTokens),
    ...readDetails({ inputs, outputs }, { inputTokens, outputTokens, thought: outputs["reasoning_tokens"] }, counts),
    webSearches: count(objectIn(said["server_side_tool_usage_details"])["web_search_calls"]),
  };
  return { usage: read, anomalies: anomalies() };
};

/** `usage` as a response carries it; what is unknown is left out. */
export const writeUsage = (usage: Usage): JsonObject => {
  const { inputs, outputs, total } = writeDetails(usage);
  return present({
    input_tokens: usage.inputTokens,
    input_tokens_details: inputs,
    output_tokens: usage.outputTokens,
    output_tokens_details: outputs,
    total_tokens: total,
  });
};

/**
 * The usage of another vendor: who reads this format reads all of these, so one that nobody knows is 0.
 */
export const wholeUsage = (usage: Usage): JsonObject => ({
  input_tokens: usage.inputTokens ?? 0,
  input_tokens_details: { cached_tokens: 0, ...writeDetails(usage).inputs },
  output_tokens: usage.outputTokens ?? 0,
  output_tokens_details: { reasoning_tokens: 0, ...writeDetails(usage).outputs },
  total_tokens: (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0),
});

/** The searches of a response: what it says itself, in its usage or beside it, else those that were counted. */
export const searchesOf = (response: JsonObject, said: Usage, counted: number): number | null => {
  const { count } = countReader();
  const beside = count(objectIn(objectIn(response["tool_usage"])["web_search"])["num_requests"]);
  return said.webSearches ?? beside ?? (counted === 0 ? null : counted);
};

/** Whether an output item is a search of the web that is billed: opening and reading a page found is not (OpenAI's prices). */
export const isBilledSearch = (item: JsonObject): boolean => {
  if (item["type"] !== "web_search_call") return false;
  const action = objectIn(item["action"])["type"];
  return action === undefined || action === "search";
};
