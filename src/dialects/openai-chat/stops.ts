import type { Stop, StopReason } from "../../core/answer.ts";

/** The words of `finish_reason`, OpenAI's own and those of others who speak its format (Mistral, z.ai, vLLM). */
const reasons: ReadonlyMap<string, StopReason> = new Map<string, StopReason>([
  ["stop", "end"],
  ["length", "max-tokens"],
  ["tool_calls", "tool-call"],
  ["function_call", "tool-call"],
  ["content_filter", "filtered"],
  ["sensitive", "filtered"],
  ["model_length", "context-full"],
  ["model_context_window_exceeded", "context-full"],
]);

/** What a `finish_reason` says. */
export const readStop = (said: string): Stop => ({ reason: reasons.get(said) ?? "other", said, sequence: null });

/** The word for a stop: the one that was said where it is a word of this format, else the one that comes nearest. */
export const writeStop = ({ reason, said }: Stop, isOurs: boolean): string => {
  const meant = reasons.get(said);
  if (meant === reason || (meant === undefined && reason === "other" && isOurs)) return said;
  return words[reason];
};

const words: Readonly<Record<StopReason, string>> = {
  end: "stop",
  "max-tokens": "length",
  "stop-sequence": "stop",
  "tool-call": "tool_calls",
  refusal: "content_filter",
  filtered: "content_filter",
  paused: "stop",
  "context-full": "length",
  other: "stop",
};
