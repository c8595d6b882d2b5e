import type { Usage } from "../../core/usage.ts";

/**
 * What a vendor counted of the input, as if it filled the window of the model that the client asked for: a client shortens
 * its conversation by these numbers, and the model that answers may take less. The output is told as it is.
 */
export const scaledUsage = (usage: Usage, factor = 1): Usage => {
  if (factor === 1) return usage;
  const scaled = (tokens: number | null): number | null => (tokens === null ? null : Math.round(tokens * factor));
  return {
    ...usage,
    inputTokens: scaled(usage.inputTokens),
    cacheReadTokens: scaled(usage.cacheReadTokens),
    cacheWriteTokens: scaled(usage.cacheWriteTokens),
    cacheWrite1hTokens: scaled(usage.cacheWrite1hTokens),
    inputAudioTokens: scaled(usage.inputAudioTokens),
  };
};
