import type { Block, Chat, Message, Part, TextBlock, Tool } from "../../core/chat.ts";
import type { Measure } from "../../core/dialect.ts";
import { isObject, type JsonPath } from "../../lib/json.ts";
import { redacted } from "../../lib/redact.ts";
import { stripped } from "./volatile.ts";

/** One piece of a prompt in the order in which vendors put it before the model, without its text. */
export type Segment = {
  readonly type: "tool" | Block["type"];
  /** Of everything the model sees of it, so without marks for the cache. */
  readonly hash: string;
  /** The same of what the client sent, where something else went out in its place. */
  readonly sentAs?: string;
  /** By our own estimate. */
  readonly tokens: number;
  /** Where it stands below its tool, system or message. */
  readonly path: JsonPath;
  /** Of a tool. */
  readonly name: string | null;
  /** Whether the client marks the prompt up to here for the vendor's cache. */
  readonly isMarked: boolean;
  /** For texts of the client's own: hash of what does not change by itself, and of each kind of what does. */
  readonly changing: { readonly skeleton: string; readonly parts: Readonly<Record<string, string>> } | null;
};

/** Tokens of what is no text: vendors scale images to about this. */
const mediaTokens = 1500;

/** The tools of a request. */
export const toolSegments = (tools: readonly Tool[], measure: Measure): readonly Segment[] =>
  tools.map((tool) => {
    const text = contentOf(tool);
    return { ...piece(tool, "tool", text, measure(text)), name: redacted(tool.name), changing: null };
  });

/** The instructions of a request, where its format keeps them apart. */
export const systemSegments = (system: Chat["system"], measure: Measure): readonly Segment[] =>
  system.map((block) => blockSegment(block, true, measure));

/** The blocks of a message. */
export const messageSegments = (
  { role, blocks }: Pick<Message, "role" | "blocks">,
  measure: Measure,
): readonly Segment[] =>
  blocks.map((block) => blockSegment(block, role === "system" || role === "developer" || role === "user", measure));

const blockSegment = (block: Block, isClients: boolean, measure: Measure): Segment => {
  const text = isBareText(block) ? block.text : contentOf(block);
  const tokens = tokensOf(block, measure);
  const segment = piece(block, block.type, text, tokens);
  if (!isClients || block.type !== "text") return { ...segment, name: null, changing: null };
  const { skeleton, parts } = stripped(block.text);
  return { ...segment, name: null, changing: { skeleton: hashOf(skeleton), parts } };
};

const piece = (
  part: Part,
  type: Segment["type"],
  text: string,
  tokens: number,
): Omit<Segment, "name" | "changing"> => ({
  type,
  hash: hashOf(text),
  tokens,
  path: part.origin?.path.slice(2) ?? [],
  isMarked: isMarked(part),
});

/** It tells what has changed, nothing is allowed or shared by it: 64 bits are enough, and made in no time. */
const hashOf = (text: string): string => Bun.hash(text).toString(36);

/** All that the model sees of a part, as one text; where it stood and marks for the cache are nothing of that. */
const contentOf = (part: Part): string =>
  JSON.stringify(part, (name, value) => (nothingOfIt.has(name) ? undefined : value));

const nothingOfIt: ReadonlySet<string> = new Set(["origin", "cacheMark", "cache_control"]);

/** Most of what is said, and the longest of it: its text is all that there is. */
const isBareText = (block: Block): block is TextBlock =>
  block.type === "text" && Object.keys(block.extras).every((name) => nothingOfIt.has(name));

const isMarked = ({ cacheMark, extras }: Part): boolean => cacheMark !== undefined || isObject(extras["cache_control"]);

const tokensOf = (block: Block, measure: Measure): number => {
  switch (block.type) {
    case "text":
    case "refusal":
    case "thinking":
      return measure(block.text);
    case "media":
      return block.source.type === "text" ? measure(block.source.text) : mediaTokens;
    case "tool-call":
      return (
        measure(block.name) +
        measure("text" in block.input ? block.input.text : JSON.stringify(block.input.json ?? null))
      );
    case "tool-result":
      return block.blocks.reduce((sum, inner) => sum + tokensOf(inner, measure), 4);
    case "json":
    case "unknown":
      return measure(JSON.stringify(block.json ?? null));
    default:
      return block satisfies never;
  }
};
