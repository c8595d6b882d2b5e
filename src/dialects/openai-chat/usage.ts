import { countReader, type Usage, type UsageReading } from "../../core/usage.ts";
import { isObject, type JsonObject, objectIn } from "../../lib/json.ts";
import { present } from "../../lib/json-rest.ts";
import { readDetails, writeDetails } from "./usage-details.ts";

/**
 * Reads `usage` as OpenAI writes it, and as those do who speak its format: DeepSeek, Moonshot and Mistral have names of
 * their own for what was cached; xAI and Google count the thinking into the total alone, though it is output, too.
 */
export const readUsage = (usage: unknown): UsageReading => {
  const counts = countReader();
  const { count, part, anomalies } = counts;
  const said = objectIn(usage);
  const inputs = objectIn(said["prompt_tokens_details"]);
  const outputs = objectIn(said["completion_tokens_details"]);
  const inputTokens = count(said["prompt_tokens"]);
  const thought = count(outputs["reasoning_tokens"] ?? said["reasoning_tokens"]);
  const outputTokens = allOutput(count(said["completion_tokens"]), {
    inputTokens,
    thought,
    total: count(said["total_tokens"]),
  });
  const cached = [inputs["cached_tokens"], said["prompt_cache_hit_tokens"], said["num_cached_tokens"]];
  const read: Usage = {
    inputTokens,
    cacheReadTokens: part([...cached, said["cached_tokens"]].find(isSaid), inputTokens),
    ...readDetails({ inputs, outputs }, { inputTokens, outputTokens, thought }, counts),
    webSearches: count(searches(said)),
  };
  return { usage: read, anomalies: anomalies() };
};

type Beside = {
  readonly inputTokens: number | null;
  readonly thought: number | null;
  readonly total: number | null;
};

/** What the total tells beyond both counts is output that the vendor left out of its own: the thinking. */
const allOutput = (completion: number | null, { inputTokens, thought, total }: Beside): number | null => {
  if (completion === null || inputTokens === null || total === null) return completion;
  const unnamed = total - inputTokens - completion;
  if (unnamed <= 0) return completion;
  return thought === null || unnamed === thought ? completion + unnamed : completion;
};

/** Searches that the vendor ran (OpenRouter, in its two spellings). */
const searches = (said: JsonObject): unknown =>
  [said["server_tool_use_details"], said["server_tool_use"]].find(isObject)?.["web_search_requests"];

const isSaid = (value: unknown): boolean => value !== undefined && value !== null;

/** `usage` as OpenAI writes it; what is unknown is left out. */
export const writeUsage = (usage: Usage): JsonObject => {
  const { inputs, outputs, total } = writeDetails(usage);
  return present({
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: total,
    prompt_tokens_details: inputs,
    completion_tokens_details: outputs,
  });
};

/** The usage of another vendor: who reads this format reads all three counts, so one that nobody knows is 0. */
export const wholeUsage = (usage: Usage): JsonObject => ({
  ...{ prompt_tokens: 0, completion_tokens: 0, total_tokens: (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0) },
  ...writeUsage(usage),
});
