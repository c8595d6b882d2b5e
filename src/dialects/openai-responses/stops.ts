import type { Stop, StopReason } from "../../core/answer.ts";
import type { Block } from "../../core/chat.ts";
import { type JsonObject, objectIn, textOrNull } from "../../lib/json.ts";

const reasons: ReadonlyMap<string, StopReason> = new Map<string, StopReason>([
  ["max_output_tokens", "max-tokens"],
  ["content_filter", "filtered"],
]);

/** How a response ended, by its status and by what it ended with; null as long as it has not. */
export const readStop = (response: JsonObject, blocks: readonly Pick<Block, "type">[]): Stop | null => {
  const { status } = response;
  if (status === "incomplete") {
    const said = textOrNull(objectIn(response["incomplete_details"])["reason"]) ?? "incomplete";
    return { reason: reasons.get(said) ?? "other", said, sequence: null };
  }
  if (status !== "completed") return null;
  const has = (type: Block["type"]): boolean => blocks.some((block) => block.type === type);
  return { reason: has("tool-call") ? "tool-call" : has("refusal") ? "refusal" : "end", said: status, sequence: null };
};

/** The fields of a response that tell how it ended. */
export const writeStop = (stop: Stop | null, isOurs: boolean): JsonObject => {
  if (stop === null) return { status: "in_progress", incomplete_details: null };
  const reason = incompleteReason(stop, isOurs);
  return { status: reason === null ? "completed" : "incomplete", incomplete_details: reason && { reason } };
};

const incompleteReason = ({ reason, said }: Stop, isOurs: boolean): string | null => {
  if (reason === "max-tokens" || reason === "context-full") return "max_output_tokens";
  if (reason === "filtered") return "content_filter";
  return reason === "other" && isOurs && said !== "completed" ? said : null;
};
