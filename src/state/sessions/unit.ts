import type { Message } from "../../core/chat.ts";
import type { Measure } from "../../core/dialect.ts";
import type { Entry } from "../../core/memory.ts";
import { entryOf } from "../../memory/transcript/entry.ts";
import { messageSegments, type Segment } from "../../meter/cache-truth/segments.ts";
import type { ChatSize } from "../../meter/tokens/size.ts";
import { canonicalMessage, canonicalSystem } from "./canonical.ts";
import { hashOf } from "./chain.ts";
import { isBeside } from "./kinds.ts";

/** One element of a client's list of messages as it is kept: nothing of its text but a phrase of a few words. */
export type Unit = Pick<Entry, "hash" | "author"> & {
  /** What of it may be left out. */
  readonly entry: Entry;
  /** The ids that the vendor gave to the tool calls in it, joined; null where it has none. */
  readonly callIds: string | null;
  /** What a person said, where that is so short that it may ask to begin anew; else null. */
  readonly phrase: string | null;
  /** Whether its words are those of a call beside the conversation. */
  readonly isBeside: boolean;
  readonly segments: readonly Segment[];
  readonly size: ChatSize;
};

/** What one element of a list is: `json`, which its format reads as these messages. */
export const unitOf = (messages: readonly Message[], json: unknown, size: ChatSize, measure: Measure): Unit => {
  const author = authorOf(messages);
  const said = messages.flatMap((message) =>
    author === "instructions" ? canonicalSystem(message.blocks) : (canonicalMessage(message) ?? []),
  );
  const [first] = messages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === "text" ? block.text : [])),
  );
  const identity = { hash: said.length === 0 ? null : hashOf(said.join("\n")), author };
  return {
    ...identity,
    entry: entryOf(messages, json, measure, identity),
    callIds: callIdsIn(messages),
    phrase: phraseIn(messages),
    isBeside:
      first !== undefined && author !== "model" && isBeside(author === "client" ? first.slice(0, opening) : first),
    segments: messages.flatMap((message) => messageSegments(message, measure)),
    size,
  };
};

/** A request of a program's own begins with what it wants; further on it quotes. */
const opening = 120;

const authorOf = (messages: readonly Message[]): Unit["author"] => {
  if (messages.some(({ role }) => role === "assistant")) return "model";
  return messages.every(({ role }) => role === "system" || role === "developer") ? "instructions" : "client";
};

const callIdsIn = (messages: readonly Message[]): string | null => {
  const ids = messages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === "tool-call" ? (block.id ?? []) : [])),
  );
  return ids.length === 0 ? null : ids.join();
};

const longestPhrase = 48;

const phraseIn = ([message, ...more]: readonly Message[]): string | null => {
  const [block, ...others] = message?.blocks ?? [];
  if (message?.role !== "user" || more.length > 0 || others.length > 0 || block?.type !== "text") return null;
  return block.text.length > longestPhrase ? null : block.text.trim();
};
