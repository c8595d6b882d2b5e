import type { Chat } from "../../../core/chat.ts";

/**
 * Whether the model's turn that the answer goes on with has no thought at its beginning. One vendor refuses that while a
 * budget of thoughts is asked for: then it has to be left to the model, or be off.
 */
export const lacksThought = ({ messages }: Chat): boolean => {
  const last = messages.findLast(({ role }) => role === "assistant");
  if (last === undefined) return false;
  const isOpen = last === messages.at(-1) || last.blocks.some(({ type }) => type === "tool-call");
  return isOpen && last.blocks[0]?.type !== "thinking";
};
