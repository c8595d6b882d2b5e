import type { DialectName } from "../../../core/dialect-name.ts";
import { isMessages } from "../../formats.ts";
import type { Rule } from "../../table/index.ts";

/** The row that says what becomes of a field at the top of a request in another format; null = it arrives. */
export const fates = (name: string, value: unknown, from: DialectName, to: DialectName): Rule | null => {
  if (name === "service_tier") return isKnownTier(value, from, to) ? null : "fields.tier-gone";
  if (name === "metadata" && isMessages(from)) return null;
  return rows.get(name) ?? "fields.other";
};

const isKnownTier = (value: unknown, from: DialectName, to: DialectName): boolean => {
  if (isMessages(from)) return to.startsWith("openai") && (value === "auto" || value === "standard_only");
  return value === "default" || value === "auto";
};

const rows: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["store", "fields.stored"],
  ["metadata", "fields.stored"],
  ["labels", "fields.stored"],
  ["verbosity", "fields.verbosity"],
  ["text.verbosity", "fields.verbosity"],
  ["logprobs", "fields.logprobs"],
  ["top_logprobs", "fields.logprobs"],
  ["generationConfig.responseLogprobs", "fields.logprobs"],
  ["generationConfig.logprobs", "fields.logprobs"],
  ["logit_bias", "fields.bias"],
  ["prediction", "fields.bias"],
  ["context_management", "fields.context"],
  ["truncation", "fields.context"],
  ["mcp_servers", "fields.servers"],
  ["container", "fields.servers"],
  ["safetySettings", "fields.safety"],
  ["modelArmorConfig", "fields.safety"],
]);

/** Whether a field says nothing that anybody would miss: hints, defaults, and what has been said in another place already. */
export const isQuiet = (name: string, value: unknown, to: DialectName): boolean =>
  quiet.has(name) ||
  value === false ||
  (to !== "gemini" && (name === "user" || name === "safety_identifier")) ||
  (name === "generationConfig.responseModalities" && String(value).toUpperCase() === "TEXT") ||
  (name === "modalities" && String(value) === "text") ||
  (name === "truncation" && value === "disabled") ||
  (name === "text.verbosity" && value === "medium") ||
  (name === "verbosity" && value === "medium");

const quiet: ReadonlySet<string> = new Set([
  ...[
    "stream_options",
    "usage",
    "include",
    "client_metadata",
    "anthropic_version",
    "thread",
    "cachedContent",
    "provider",
  ],
  ...["prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "reasoning.summary", "reasoning.context"],
  ...["thinking.clear_thinking", "clear_thinking", "toolConfig.functionCallingConfig", "output_config.format"],
  ...["toolConfig.includeServerSideToolInvocations", "system", "messages", "tools", "input", "contents"],
]);
