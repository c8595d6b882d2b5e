import type { Stop, StopReason } from "../../core/answer.ts";

/** Anthropic's `stop_reason`; the first of several words for a reason is the one that is written. */
const reasons: ReadonlyMap<string, StopReason> = new Map([
  ["end_turn", "end"],
  ["max_tokens", "max-tokens"],
  ["stop_sequence", "stop-sequence"],
  ["tool_use", "tool-call"],
  ["refusal", "refusal"],
  ["pause_turn", "paused"],
  ["model_context_window_exceeded", "context-full"],
]);

/** What a stop reason means. */
export const readStop = (said: string, sequence: string | null): Stop => ({
  reason: reasons.get(said) ?? "other",
  said,
  sequence,
});

/** A stop in Anthropic's words, whoever said it. */
export const writeStop = (
  { reason, said, sequence }: Stop,
  isOurs = true,
): { stop_reason: string; stop_sequence: string | null } => {
  const meant = reasons.get(said) ?? (isOurs ? "other" : null);
  return { stop_reason: meant === reason ? said : (wordFor(reason) ?? "end_turn"), stop_sequence: sequence };
};

const wordFor = (reason: StopReason): string | null => {
  if (reason === "filtered") return "refusal";
  for (const [word, meant] of reasons) if (meant === reason) return word;
  return null;
};
