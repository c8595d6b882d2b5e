import type { Chat, Tool } from "../../core/chat.ts";
import type { Conversation, ShownPart } from "../../core/request-detail.ts";
import { redacted } from "../../lib/redact.ts";
import { Room, shownParts } from "./shown-parts.ts";

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
    if (room.isFull) room.cut += blocks.reduce((sum, block) => sum + ("text" in block ? block.text.length : 0), 0);
    else messages.push({ role, parts: shownParts(blocks, room) });
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
  name: redacted(name.slice(0, 200)),
  bytes: Buffer.byteLength(description ?? "") + Buffer.byteLength(JSON.stringify(schema) ?? ""),
});
