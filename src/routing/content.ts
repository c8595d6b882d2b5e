import type { Block, Chat } from "../core/chat.ts";
import { once } from "../lib/once.ts";
import type { Known } from "./traits.ts";

/** What rules may ask of a conversation. */
export const contentOf = (chat: Chat, estimate: (chat: Chat) => number): Known => ({
  unknown: null,
  images: imagesIn([...chat.system, ...chat.messages.flatMap(({ blocks }) => blocks)]),
  tools: chat.tools.flatMap(({ name, hosted }) => (hosted === null || hosted === name ? [name] : [name, hosted])),
  isThinking: isThinking(chat.reasoning),
  inputTokens: once(() => estimate(chat)),
});

const imagesIn = (blocks: readonly Block[]): number =>
  blocks.reduce((count, block) => {
    if (block.type === "media") return count + (block.kind === "image" ? 1 : 0);
    return block.type === "tool-result" ? count + imagesIn(block.blocks) : count;
  }, 0);

/** A model that may think when it wants to is asked to; an effort of nothing is none. */
const isThinking = (reasoning: Chat["reasoning"]): boolean => {
  if (reasoning === null || reasoning.mode === "off") return false;
  if (reasoning.mode !== null) return true;
  const { effort, budgetTokens } = reasoning;
  return (
    (effort !== null && effort !== "none" && effort !== "minimal") || (budgetTokens !== null && budgetTokens !== 0)
  );
};

/** Whether a body can hold an image at all: each format has the word in its name or its type. Quicker than to read it. */
export const mayHoldImage = (body: Uint8Array): boolean =>
  Buffer.from(body.buffer, body.byteOffset, body.length).includes("image");
