import type { Told } from "../../core/answer.ts";
import type { Usage } from "../../core/usage.ts";
import { countReader, noUsage, type UsageReading } from "../../core/usage.ts";
import { type JsonObject, objectIn } from "../../lib/json.ts";
import { readUsage as readChatUsage, writeUsage as writeChatUsage } from "../openai-chat/usage.ts";

/** Nothing but what was said is known of any answer. */
export const untold = (): Told => ({ provider: null, cost: null, latencyMs: null });

/** The counts under both of the names that clients know. */
export const writeUsage = (usage: Usage | null): JsonObject | null => {
  if (usage === null) return null;
  const written = writeChatUsage(usage);
  const { inputTokens, outputTokens } = usage;
  return {
    ...{ prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: written["total_tokens"] ?? null },
    ...written,
    ...{ input_tokens: inputTokens, output_tokens: outputTokens },
  };
};

/** The same read again, under either name. */
export const readUsage = (usage: unknown): UsageReading => {
  const said = objectIn(usage);
  const { input_tokens: input, output_tokens: output, ...rest } = said;
  if (Object.keys(said).length === 0) return { usage: noUsage, anomalies: countReader().anomalies() };
  return readChatUsage({
    ...rest,
    prompt_tokens: rest["prompt_tokens"] ?? input,
    completion_tokens: rest["completion_tokens"] ?? output,
  });
};

/** What it cost, with six decimals; null where nobody knows. */
export const writeCost = (usage: Usage | null, { cost }: Told): JsonObject | null => {
  if (usage === null && cost === null) return null;
  const { inputTokens = null, outputTokens = null } = usage ?? {};
  return {
    total_tokens: inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    estimated_cost_usd: cost === null ? null : sixDecimals(cost.totalMicros),
    input_cost_usd: cost === null ? null : sixDecimals(cost.inputMicros),
    output_cost_usd: cost === null ? null : sixDecimals(cost.outputMicros),
  };
};

/** Whole micro-dollars as dollars in the form of money: `0.000350`. */
export const sixDecimals = (micros: number): string => {
  const whole = Math.abs(micros);
  const decimals = String(whole % 1_000_000).padStart(6, "0");
  return `${micros < 0 ? "-" : ""}${Math.floor(whole / 1_000_000)}.${decimals}`;
};
