import type { Stop, StopReason } from "../../core/answer.ts";

/** Gemini's `finishReason` (Candidate.FinishReason), in the order of the numbers that its enum has, from 1. */
const reasons: ReadonlyMap<string, StopReason> = new Map([
  ["STOP", "end"],
  ["MAX_TOKENS", "max-tokens"],
  ["SAFETY", "filtered"],
  ["RECITATION", "filtered"],
  ["OTHER", "other"],
  ["LANGUAGE", "other"],
  ["BLOCKLIST", "filtered"],
  ["PROHIBITED_CONTENT", "filtered"],
  ["SPII", "filtered"],
  ["MALFORMED_FUNCTION_CALL", "other"],
  ["IMAGE_SAFETY", "filtered"],
  ["MODEL_ARMOR", "filtered"],
]);

/** Of those alone the numbers are known; what comes after them has a name of its own. */
const numbered = [...reasons].slice(0, 5);

/** What a finish reason means; null where it is none. Gemini says STOP when it wants a tool run, too. */
export const readStop = (said: unknown, hasCall: boolean): Stop | null => {
  if (typeof said !== "string" && typeof said !== "number") return null;
  const meant = typeof said === "number" ? numbered[said - 1]?.[1] : reasons.get(said);
  const reason = meant === "end" && hasCall ? "tool-call" : (meant ?? "other");
  return { reason, said: String(said), sequence: null };
};

/** A prompt that was refused has no candidate, but a reason. */
export const blocked = (said: string): Stop => ({ reason: "filtered", said, sequence: null });

/** A stop in Gemini's words, whoever said it; numbers go back as such. */
export const writeStop = ({ reason, said }: Stop, isOurs = true): string | number => {
  if (isOurs && /^\d+$/.test(said)) return Number(said);
  const meant = reasons.get(said) ?? (isOurs ? "other" : null);
  if (meant === reason || (meant === "end" && reason === "tool-call")) return said;
  return words[reason];
};

const words: Readonly<Record<StopReason, string>> = {
  end: "STOP",
  "stop-sequence": "STOP",
  "tool-call": "STOP",
  paused: "STOP",
  "max-tokens": "MAX_TOKENS",
  "context-full": "MAX_TOKENS",
  refusal: "SAFETY",
  filtered: "SAFETY",
  other: "OTHER",
};
