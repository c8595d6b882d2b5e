import type { Chat, Tool } from "../../core/chat.ts";
import type { Conversation, ShownPart } from "../../core/request-detail.ts";
import { Room, shownName, shownParts } from "./shown-parts.ts";

/** Characters of a whole conversation: with what JSON adds to them it stays below 256 KB. */
const mostLength = 180_000;

/** So many tools are named. */
const mostTools = 500;

/** A conversation for people to read. Where it is long its end is told: what was just said is what they look for. */
export const conversationOf = (chat: Chat, answer: (room: Room) => readonly ShownPart[]): Conversation => {
  const room = new Room(mostLength);
  const answered = answer(room);
  const system = shownParts(chat.system, room);
  const messages: Conversation["messages"][number][] = [];
  for (const { role, blocks } of chat.messages.toReversed()) {
    const hasRoom = !room.isFull;
    const parts = shownParts(blocks, room);
    if (hasRoom) messages.push({ role, parts });
  }
  return {
    system,
    tools: chat.tools.slice(0, mostTools).map(shownTool),
    messages: messages.reverse(),
    answer: answered,
    cut: room.cut,
  };
};

const shownTool = ({ name, description, schema }: Tool): Conversation["tools"][number] => ({
  name: shownName(name),
  bytes: Buffer.byteLength(description ?? "") + Buffer.byteLength(JSON.stringify(schema) ?? ""),
});
