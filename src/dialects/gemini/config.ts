import type { AnswerFormat, Reasoning, Sampling } from "../../core/chat.ts";
import type { Fields } from "../../lib/fields.ts";
import type { JsonObject } from "../../lib/json.ts";

/** How the answer is drawn, out of `generationConfig`. */
export const readSampling = (config: Fields): Sampling => ({
  maxTokens: config.number("maxOutputTokens", "max_output_tokens"),
  temperature: config.number("temperature"),
  topP: config.number("topP", "top_p"),
  topK: config.number("topK", "top_k"),
  stop: config.taken(texts, "stopSequences", "stop_sequences") ?? [],
  seed: config.number("seed"),
  presencePenalty: config.number("presencePenalty", "presence_penalty"),
  frequencyPenalty: config.number("frequencyPenalty", "frequency_penalty"),
  candidates: config.number("candidateCount", "candidate_count"),
});

const texts = (value: unknown): readonly string[] | null =>
  Array.isArray(value) && value.every((one): one is string => typeof one === "string") ? value : null;

/** A budget of 0 is none, one of -1 leaves it to the model. */
export const readReasoning = (config: Fields): Reasoning | null => {
  const thinking = config.within("thinkingConfig", "thinking_config");
  const level = thinking.text("thinkingLevel", "thinking_level")?.toLowerCase() ?? null;
  const budget = thinking.number("thinkingBudget", "thinking_budget");
  const isShown = thinking.flag("includeThoughts", "include_thoughts");
  const mode = budget === 0 ? "off" : budget === -1 ? "adaptive" : null;
  const budgetTokens = mode === null ? budget : null;
  const isSaid = mode !== null || level !== null || budgetTokens !== null || isShown !== null;
  return isSaid ? { mode, effort: level, budgetTokens, isShown } : null;
};

/**
 * What shape the answer has to have. Gemini takes a schema in its own words (`responseSchema`) or as JSON Schema: where it
 * came in its own, a null stays in its place, by which a writer finds it again.
 */
export const readFormat = (config: Fields): AnswerFormat | null => {
  const type = config.taken((mime) => formats.get(mime) ?? null, "responseMimeType", "response_mime_type");
  if (type !== "json") return type === null ? null : { type: "text" };
  const schema = config.object("responseJsonSchema", "response_json_schema");
  const own = schema === null ? config.object("responseSchema", "response_schema") : null;
  if (own !== null) config.mark("responseSchema");
  if (schema === null && own === null) return { type: "json" };
  return { type: "json-schema", name: null, schema: schema ?? own, strict: null };
};

const formats: ReadonlyMap<unknown, "json" | "text"> = new Map([
  ["application/json", "json"],
  ["text/plain", "text"],
]);

/** `generationConfig`, besides what `left` holds of it. */
export const writeConfig = (
  { sampling, reasoning, format }: { sampling: Sampling; reasoning: Reasoning | null; format: AnswerFormat | null },
  left: JsonObject,
): JsonObject => ({
  temperature: sampling.temperature ?? undefined,
  topP: sampling.topP ?? undefined,
  topK: sampling.topK ?? undefined,
  maxOutputTokens: sampling.maxTokens ?? undefined,
  stopSequences: sampling.stop.length === 0 ? undefined : sampling.stop,
  seed: sampling.seed ?? undefined,
  presencePenalty: sampling.presencePenalty ?? undefined,
  frequencyPenalty: sampling.frequencyPenalty ?? undefined,
  candidateCount: sampling.candidates ?? undefined,
  thinkingConfig: reasoning === null ? undefined : writeReasoning(reasoning),
  ...(format === null ? {} : writeFormat(format, left)),
});

const writeReasoning = ({ mode, effort, budgetTokens, isShown }: Reasoning): JsonObject => {
  const budget = mode === "off" ? 0 : (budgetTokens ?? (mode === "adaptive" ? -1 : undefined));
  return {
    thinkingLevel: effort === null ? undefined : (levels.get(effort) ?? effort),
    thinkingBudget: budget,
    includeThoughts: isShown ?? undefined,
  };
};

/** Words of other vendors for which Gemini has another. */
const levels: ReadonlyMap<string, string> = new Map([
  ["max", "high"],
  ["xhigh", "high"],
]);

const writeFormat = (format: AnswerFormat, left: JsonObject): JsonObject => {
  if (format.type === "text") return { responseMimeType: "text/plain" };
  const responseMimeType = "application/json";
  if (format.type === "json") return { responseMimeType };
  const name = left["responseSchema"] === null ? "responseSchema" : "responseJsonSchema";
  return { responseMimeType, [name]: format.schema };
};
