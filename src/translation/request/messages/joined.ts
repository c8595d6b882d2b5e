import type { Message } from "../../../core/chat.ts";
import type { Step } from "../step.ts";
import { withMessages } from "./blocks.ts";

/** Makes one message of what the model said at one go: in some formats each thought and each call is an entry of its own. */
export const joined: Step = (chat) => ({ chat: withMessages(chat, joinedBy(chat.messages, isOneTurn)), losses: [] });

const isOneTurn = (before: Message, after: Message): boolean =>
  before.role === "assistant" && after.role === "assistant";

/** Messages, those put together that belong together. */
export const joinedBy = (
  messages: readonly Message[],
  belongTogether: (before: Message, after: Message) => boolean,
): readonly Message[] => {
  const turns: { readonly first: Message; readonly blocks: Message["blocks"][number][] }[] = [];
  for (const message of messages) {
    const before = turns.at(-1);
    if (before !== undefined && belongTogether(before.first, message)) before.blocks.push(...message.blocks);
    else turns.push({ first: message, blocks: [...message.blocks] });
  }
  return turns.map(({ first, blocks }) => (blocks.length === first.blocks.length ? first : { ...first, blocks }));
};
