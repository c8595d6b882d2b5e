import type { Block, Message } from "../../../core/chat.ts";
import type { Step } from "../step.ts";
import { said, withMessages } from "./blocks.ts";

/**
 * Makes one text of several, where chat completions have texts: many that speak the format take no parts in what is not
 * the user's.
 */
export const textsInOne: Step = (chat, { dialect }) => {
  if (dialect !== "openai-chat" && dialect !== "unified") return { chat, losses: [] };
  const messages = chat.messages.map((message): Message => {
    if (message.role === "user") return message;
    const blocks = message.blocks.map((block) =>
      block.type === "tool-result" ? { ...block, blocks: inOne(block.blocks) } : block,
    );
    return { ...message, blocks: inOne(blocks) };
  });
  return { chat: withMessages({ ...chat, system: inOne(chat.system) }, messages), losses: [] };
};

/** Texts that follow one another as one, with what ends the cache at the last of them. */
const inOne = (blocks: readonly Block[]): readonly Block[] => {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const text = block.type === "json" ? said(JSON.stringify(block.json), block) : block;
    if (last?.type === "text" && text.type === "text")
      joined[joined.length - 1] = said(`${last.text}\n\n${text.text}`, text);
    else joined.push(text);
  }
  return joined;
};
