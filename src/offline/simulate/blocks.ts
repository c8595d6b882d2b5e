import type { Measure } from "../../core/dialect.ts";
import { isObject, type JsonObject, listIn } from "../../lib/json.ts";

/** One block of a prompt, as vendors take prompts to pieces. */
export type PromptBlock = {
  /** The same for all that a vendor takes for the same, within one reader. */
  readonly text: string;
  readonly tokens: number;
  /** What the model reads of it. */
  readonly words: string;
  /** Whether it is of the conversation, not of what leads it. */
  readonly isSaid: boolean;
};

/** Takes a body to pieces, in the order in which vendors put them before the model. */
export type BlockReader = (body: JsonObject) => readonly PromptBlock[];

/** A reader that measures each block once. */
export const createBlockReader = (measure: Measure): BlockReader => {
  const known = new Map<string, PromptBlock>();
  const blockOf = (of: string, value: unknown, isSaid: boolean): PromptBlock => {
    const text = `${of} ${unmarked(value)}`;
    const before = known.get(text);
    if (before !== undefined) return before;
    const words = wordsIn(value);
    const tokens = words.reduce((sum, word) => sum + (word === medium ? mediumTokens : measure(word)), 0);
    const block = { text: `${known.size}`, tokens, words: words.join("\n"), isSaid };
    known.set(text, block);
    return block;
  };
  const said = (item: unknown): readonly PromptBlock[] => {
    if (!isObject(item)) return [];
    const inner = partsIn(item);
    const role = String(item["role"]);
    if (inner === null) return [blockOf(role, item, true)];
    const { content: _, parts: __, role: ___, ...beside } = item;
    const parts = inner.map((part) => blockOf(role, part, true));
    return Object.keys(beside).length === 0 ? parts : [...parts, blockOf(role, beside, true)];
  };
  return (body) => [
    ...listIn(body["tools"]).map((tool) => blockOf("tool", tool, false)),
    ...leads.flatMap((name) => blocksIn(body[name])).map((block) => blockOf("system", block, false)),
    ...lists.flatMap((name) => listIn(body[name])).flatMap(said),
  ];
};

const leads = ["system", "instructions", "systemInstruction", "system_instruction"] as const;
const lists = ["messages", "input", "contents"] as const;

const blocksIn = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The parts that a message is made of; null where it is one. */
const partsIn = ({ content, parts }: JsonObject): readonly unknown[] | null => {
  if (Array.isArray(content)) return content;
  return Array.isArray(parts) ? parts : null;
};

/** Marks for the cache move from turn to turn and are no part of what is kept. */
const unmarked = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "";
  if (!text.includes('"cache_control"')) return text;
  return JSON.stringify(value, (name, item: unknown) => (name === "cache_control" ? undefined : item)) ?? "";
};

/** Fields that no model reads, or not as words. */
const unseen: ReadonlySet<string> = new Set([
  ...["type", "role", "id", "call_id", "tool_use_id", "tool_call_id", "cache_control", "status", "detail"],
  ...["signature", "thoughtSignature", "encrypted_content", "media_type", "mimeType", "mime_type"],
]);

const media: ReadonlySet<string> = new Set(["image", "image_url", "input_image", "input_file", "file", "document"]);
const medium = "\u0000";
/** What a picture of usual size takes. */
const mediumTokens = 1500;

/** Every text within a value that a model reads, in order. */
export const wordsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (!isObject(value)) return value === null || value === undefined ? [] : [String(value)];
  if (isObject(value["inlineData"]) || (media.has(String(value["type"])) && !isTextual(value))) return [medium];
  return Object.entries(value).flatMap(([name, item]) => (unseen.has(name) ? [] : wordsIn(item)));
};

const isTextual = ({ source }: JsonObject): boolean => isObject(source) && source["type"] === "text";
