import { countReader, noUsage, type Usage, type UsageReading } from "../../core/usage.ts";
import { merged } from "../../lib/fields.ts";
import { fieldsBeside, isObject, type JsonObject, listIn, objectIn } from "../../lib/json.ts";

/**
 * What one answer took. Gemini counts what its own tools have read for the model beside the prompt, and thoughts beside
 * the answer; here they are parts of the input and of the output.
 */
export const readUsage = (usage: unknown): UsageReading => {
  if (!isObject(usage)) return { usage: noUsage, anomalies: 0 };
  const { count, anomalies } = countReader();
  const sound = (name: string): number | null => {
    const detail = listIn(usage[name]).find((one) => isObject(one) && one["modality"] === "AUDIO");
    return isObject(detail) ? count(detail["tokenCount"]) : null;
  };
  const thoughts = count(usage["thoughtsTokenCount"]);
  const read = {
    ...noUsage,
    inputTokens: sum(count(usage["promptTokenCount"]), count(usage["toolUsePromptTokenCount"])),
    cacheReadTokens: count(usage["cachedContentTokenCount"]),
    inputAudioTokens: sound("promptTokensDetails"),
    outputTokens: sum(count(usage["candidatesTokenCount"]), thoughts),
    reasoningTokens: thoughts,
    outputAudioTokens: sound("candidatesTokensDetails"),
  };
  return { usage: read, anomalies: anomalies() };
};

const sum = (one: number | null, other: number | null): number | null =>
  one === null && other === null ? null : (one ?? 0) + (other ?? 0);

/** What is left of a usage besides what the words know; of the details by modality they know the sum of sound alone. */
export const usageLeft = (usage: JsonObject): JsonObject => fieldsBeside(usage, counts);

const counts: ReadonlySet<string> = new Set([
  ...["promptTokenCount", "cachedContentTokenCount", "candidatesTokenCount", "thoughtsTokenCount"],
]);

/** A usage in Gemini's words; `left` is what it carries besides. */
export const writeUsage = (usage: Usage, left: JsonObject): JsonObject => {
  const { inputTokens: input, outputTokens: output, reasoningTokens: thoughts, cacheReadTokens: cached } = usage;
  const byTools = typeof left["toolUsePromptTokenCount"] === "number" ? left["toolUsePromptTokenCount"] : 0;
  const answer = output === null ? null : Math.max(0, output - (thoughts ?? 0));
  return merged(input === null || output === null ? {} : { totalTokenCount: input + output }, {
    ...left,
    promptTokenCount: input === null ? undefined : Math.max(0, input - byTools),
    cachedContentTokenCount: cached ?? undefined,
    candidatesTokenCount: answer === null || (answer === 0 && thoughts !== null) ? undefined : answer,
    thoughtsTokenCount: thoughts ?? undefined,
  });
};

/** How often a model is billed for searching: since Gemini 3 for each query, before that once for a prompt. */
export const searchesIn = (candidates: readonly unknown[], model: string | null): number | null => {
  const queries = candidates.map((one) => listIn(objectIn(objectIn(one)["groundingMetadata"])["webSearchQueries"]));
  const all = queries.reduce((sum, { length }) => sum + length, 0);
  if (all === 0) return null;
  return /gemini-(1|2)\b/.test(model ?? "") ? 1 : all;
};
