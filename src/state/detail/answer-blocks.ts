import type { ChatEvent, VendorError } from "../../core/answer.ts";
import type { Block } from "../../core/chat.ts";
import type { Dialect } from "../../core/dialect.ts";
import { isObject, type JsonObject, parsedJson } from "../../lib/json.ts";
import { sseReader } from "../../lib/sse.ts";

/** What was read of an answer. */
export type ReadAnswer = { readonly blocks: readonly Block[]; readonly error: VendorError | null };

/** Reads an answer's plain text, whole or as far as it has come; null where it is none of the format's. Never throws. */
export const answerIn = (text: string, dialect: Dialect): ReadAnswer | null => {
  const sign = /\S/.exec(text)?.[0];
  try {
    if (sign === undefined) return { blocks: [], error: null };
    if (sign !== "{" && sign !== "[") return ofStream(text, dialect);
    const json = parsedJson(text);
    if (isObject(json)) return ofObject(json, dialect);
    return Array.isArray(json) ? ofList(json, dialect) : null;
  } catch {
    return null;
  }
};

const ofObject = (body: JsonObject, dialect: Dialect): ReadAnswer => {
  const blocks = dialect.readAnswer(body).candidates.flatMap((candidate) => candidate.blocks);
  return { blocks, error: dialect.readFailure(body) };
};

const ofStream = (text: string, dialect: Dialect): ReadAnswer => {
  const events = dialect.eventReader();
  const seen: ChatEvent[] = [];
  const sse = sseReader((event) => void seen.push(...events.read(event)));
  sse.read(new TextEncoder().encode(text));
  sse.end();
  return together([...seen, ...(events.end?.() ?? [])]);
};

/** Gemini streams a list of chunks where nobody asks it for server-sent events. */
const ofList = (list: readonly unknown[], dialect: Dialect): ReadAnswer => {
  const events = dialect.eventReader();
  const seen = list.flatMap((item) => events.read({ name: "message", data: JSON.stringify(item) }));
  return together([...seen, ...(events.end?.() ?? [])]);
};

/** The events of a stream as the blocks that they make. */
const together = (events: readonly ChatEvent[]): ReadAnswer => {
  const blocks = new Map<string, { readonly start: Block; text: string }>();
  let error: VendorError | null = null;
  for (const event of events) {
    if (event.type === "error") error ??= event.error;
    if (!("block" in event)) continue;
    const place = `${event.candidate} ${event.block}`;
    if (event.type === "block-start") blocks.set(place, { start: event.content, text: "" });
    const block = blocks.get(place);
    if (block !== undefined && "text" in event) block.text += event.text;
  }
  return { error, blocks: [...blocks.values()].map(({ start, text }) => filled(start, text)) };
};

/** A block with what came of it after its start. */
const filled = (start: Block, text: string): Block => {
  if (text === "") return start;
  switch (start.type) {
    case "text":
    case "thinking":
    case "refusal":
      return { ...start, text: start.text + text };
    case "tool-call":
      return { ...start, input: { text: ("text" in start.input ? start.input.text : "") + text } };
    default:
      return start;
  }
};
