import type { Block, Chat, Message, Tool } from "../../core/chat.ts";
import { isObject } from "../../lib/json.ts";
import { stripped, withoutReminders } from "../../meter/cache-truth/volatile.ts";

/**
 * What of a message makes it the same message when it is sent again: who speaks and all that is said. Marks for the
 * cache, ids, thoughts (clients leave them out later) and reminders that a client puts in anew do not count. Null where
 * nothing is left.
 */
export const canonicalMessage = ({ role, name, blocks }: Pick<Message, "role" | "name" | "blocks">): string | null => {
  const said = blocks.flatMap((block) => canonicalBlock(block) ?? []);
  return said.length === 0 ? null : JSON.stringify([role, name, said]);
};

/** The same of instructions, which are also full of dates, paths and the like: those do not count either. */
export const canonicalSystem = (system: Chat["system"]): string =>
  JSON.stringify(system.map((block) => (block.type === "text" ? instructions(block.text) : canonicalBlock(block))));

/** The same of tools: what they are called and take. */
export const canonicalTools = (tools: readonly Tool[]): string =>
  JSON.stringify(tools.map(({ name, hosted, schema }) => [name, hosted, sorted(schema)]));

const instructions = (text: string): string => stripped(text).skeleton.trim();

const canonicalBlock = (block: Block): unknown => {
  switch (block.type) {
    case "text": {
      const said = withoutReminders(block.text).trim();
      return said === "" ? null : said;
    }
    case "thinking":
      return null;
    case "refusal":
      return ["refusal", block.text];
    case "media":
      return ["media", block.kind, block.source];
    case "tool-call":
      return ["call", block.name, "json" in block.input ? sorted(block.input.json) : meant(block.input.text)];
    case "tool-result":
      return ["result", block.isError, block.blocks.flatMap((inner) => canonicalBlock(inner) ?? [])];
    case "json":
    case "unknown":
      return ["unknown", sorted(block.json)];
    default:
      return block satisfies never;
  }
};

/** The same arguments are written with other spaces by the next client. */
const meant = (text: string): unknown => {
  try {
    return sorted(JSON.parse(text));
  } catch {
    return text;
  }
};

/** Names in their order, without those whose values are made anew each time. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const names = Object.keys(value).filter((name) => !regenerated.has(name));
  return names.sort().map((name) => [name, sorted(value[name])]);
};

const regenerated: ReadonlySet<string> = new Set([
  "cache_control",
  "id",
  "call_id",
  "tool_use_id",
  "encrypted_content",
]);
