import type { Message } from "./chat.ts";
import type { DialectName } from "./dialect-name.ts";
import { isOwn } from "./extras.ts";

/**
 * The messages as the turns of a format: where each thought, call and result is an entry of its own, several of them are
 * one turn here, and some formats want all results of one turn's calls together. A format's own messages stay as they are.
 */
export const joinedTurns = (
  messages: readonly Message[],
  dialect: DialectName,
  isOneTurn: (before: Message, after: Message) => boolean,
): readonly Message[] => {
  const turns: { readonly first: Message; readonly blocks: Message["blocks"][number][] }[] = [];
  for (const message of messages) {
    const before = turns.at(-1);
    const goesOn = before !== undefined && !isOwn(dialect, message) && isOneTurn(before.first, message);
    if (goesOn) before.blocks.push(...message.blocks);
    else turns.push({ first: message, blocks: [...message.blocks] });
  }
  return turns.map(({ first, blocks }) => (blocks.length === first.blocks.length ? first : { ...first, blocks }));
};
