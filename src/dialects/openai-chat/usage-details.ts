import type { CountReader, Usage } from "../../core/usage.ts";
import type { JsonObject } from "../../lib/json.ts";
import { isEmpty, present } from "../../lib/json-rest.ts";

/** The two lists of what a count is made of, which both of OpenAI's formats have under names of their own. */
export type Details = { readonly inputs: JsonObject; readonly outputs: JsonObject };

/** The parts that have the same names in both formats. */
type Parts = Pick<
  Usage,
  | "cacheWriteTokens"
  | "cacheWrite1hTokens"
  | "inputAudioTokens"
  | "outputTokens"
  | "reasoningTokens"
  | "outputAudioTokens"
>;

/** The whole counts that the parts belong to, and the count of the thinking where the vendor has it. */
type Wholes = Pick<Usage, "inputTokens" | "outputTokens"> & { readonly thought: unknown };

/** Reads the parts of both counts; none can be larger than its whole. */
export const readDetails = (
  { inputs, outputs }: Details,
  { inputTokens, outputTokens, thought }: Wholes,
  { part }: CountReader,
): Parts => ({
  cacheWriteTokens: part(inputs["cache_write_tokens"], inputTokens),
  cacheWrite1hTokens: null,
  inputAudioTokens: part(inputs["audio_tokens"], inputTokens),
  outputTokens,
  reasoningTokens: part(thought, outputTokens),
  outputAudioTokens: part(outputs["audio_tokens"], outputTokens),
});

/** The parts of both counts and their sum; null where nothing is known. */
export const writeDetails = (usage: Usage) => {
  const { inputTokens, outputTokens } = usage;
  const inputs = present({
    cached_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    audio_tokens: usage.inputAudioTokens,
  });
  const outputs = present({ reasoning_tokens: usage.reasoningTokens, audio_tokens: usage.outputAudioTokens });
  return {
    inputs: isEmpty(inputs) ? null : inputs,
    outputs: isEmpty(outputs) ? null : outputs,
    total: inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens,
  };
};
