import type { Block, Chat, Message, Part, TextBlock } from "../../../core/chat.ts";

/** A text of ours in the place of something else: it stands where that stood, and ends the cache where that did. */
export const said = (text: string, { origin, cacheMark }: Pick<Part, "origin" | "cacheMark">): TextBlock => ({
  type: "text",
  text,
  extras: {},
  origin,
  ...(cacheMark !== undefined && { cacheMark }),
});

/** Replaces blocks, each by some; the same conversation where all stay. Messages may be left without any. */
export const eachBlock = (chat: Chat, replace: (block: Block, message: Message) => readonly Block[]): Chat => {
  const messages = chat.messages.map((message) => {
    const blocks = message.blocks.flatMap((block) => replace(block, message));
    return areSame(blocks, message.blocks) ? message : { ...message, blocks };
  });
  return withMessages(chat, messages);
};

/** The conversation with these messages; the same one where they are. */
export const withMessages = (chat: Chat, messages: readonly Message[]): Chat =>
  areSame(messages, chat.messages) ? chat : { ...chat, messages };

const areSame = <T>(some: readonly T[], others: readonly T[]): boolean =>
  some.length === others.length && some.every((one, at) => one === others[at]);
