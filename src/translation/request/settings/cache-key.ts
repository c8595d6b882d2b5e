import { createHash } from "node:crypto";
import type { Chat } from "../../../core/chat.ts";
import { type JsonObject, objectIn, parsedJson, textOrNull } from "../../../lib/json.ts";

/**
 * What holds the turns of a conversation together, so that the vendor sends them where their prompt is kept: the client's own
 * key or session, else a hash of what stays the same from turn to turn (instructions, tools, the first message of the user).
 */
export const cacheKeyOf = (chat: Chat): string => {
  const own = textOrNull(chat.extras["prompt_cache_key"]);
  if (own !== null) return own;
  const { session_id: session } = sessionIn(chat.extras);
  const lasting = typeof session === "string" ? session : beginningOf(chat);
  return hashOf(lasting);
};

/** Claude Code says its session in a JSON text. */
const sessionIn = (extras: JsonObject): JsonObject => {
  const user = textOrNull(objectIn(extras["metadata"])["user_id"]);
  return user === null ? {} : objectIn(parsedJson(user));
};

const beginningOf = ({ system, tools, messages }: Chat): string => {
  const first = messages.find(({ role }) => role === "user");
  const texts = (blocks: Chat["system"]): readonly string[] =>
    blocks.map((block) => (block.type === "text" ? block.text : block.type));
  // Clients put what changes with each request into a first block of its own.
  const lasting = texts(system).filter((text) => !text.startsWith("x-anthropic-billing-header:"));
  return JSON.stringify([lasting, tools.map(({ name }) => name), first === undefined ? [] : texts(first.blocks)]);
};

/** 32 letters and digits that stand for a text; the same for the same text, and no way back. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
