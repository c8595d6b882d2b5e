import { isObject, type JsonObject, listIn, parsedJson } from "../../lib/json.ts";
import type { BlockReader, PromptBlock } from "./blocks.ts";

/** One body among those of a conversation. */
export type ReadBody = {
  /** Whether it is the one before with messages at its end, byte for byte: nothing that had gone out is another. */
  readonly goesOn: boolean;
  /** What is new: the messages at its end, or all of it where it does not go on. */
  readonly fresh: readonly unknown[];
  readonly blocks: readonly PromptBlock[];
  /** All that is said in it, in the words of the model's prompt. */
  readonly words: string;
};

/** The end of the list of messages, and of the body. */
const closing = "]}";

/** Reads bodies that end with their messages, one after another; of one that goes on only what is new is parsed. */
export const createBodyStream = (blocksOf: BlockReader): ((bytes: Uint8Array) => ReadBody) => {
  let before: Uint8Array = new Uint8Array();
  let blocks: readonly PromptBlock[] = [];
  let words = "";
  return (bytes) => {
    const kept = before.length - closing.length;
    const goesOn = kept <= 0 || isBeginning(before.subarray(0, kept), bytes);
    const isTail = goesOn && kept > 0;
    const fresh = isTail ? itemsIn(bytes.subarray(kept)) : [bodyIn(bytes)];
    const added = isTail ? blocksOf({ messages: fresh }) : blocksOf(fresh[0] as JsonObject); // as bodyIn gave it
    blocks = isTail ? [...blocks, ...added] : added;
    words = `${isTail ? words : ""}${wordsOf(added)}`;
    before = bytes;
    return { goesOn, fresh, blocks, words };
  };
};

const isBeginning = (start: Uint8Array, bytes: Uint8Array): boolean =>
  Buffer.compare(start, bytes.subarray(0, start.length)) === 0;

const wordsOf = (blocks: readonly PromptBlock[]): string =>
  blocks.flatMap(({ isSaid, words }) => (isSaid ? `${words}\n` : [])).join("");

/** The messages that a body goes on with. */
const itemsIn = (tail: Uint8Array): readonly unknown[] => {
  const text = decoder.decode(tail);
  if (text === closing) return [];
  const items = text.startsWith(",") && text.endsWith(closing) ? parsedJson(`[${text.slice(1, -1)}`) : undefined;
  if (!Array.isArray(items)) throw new Error("What goes out is no JSON.");
  return listIn(items);
};

/** A body as JSON. Throws where it is none. */
export const bodyIn = (bytes: Uint8Array): JsonObject => {
  const body = parsedJson(decoder.decode(bytes));
  if (!isObject(body)) throw new Error("What goes out is no JSON.");
  return body;
};

const decoder = new TextDecoder();
