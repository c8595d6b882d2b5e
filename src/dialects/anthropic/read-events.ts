import type { ChatEvent } from "../../core/answer.ts";
import type { Block } from "../../core/chat.ts";
import type { EventReader } from "../../core/dialect.ts";
import { fieldsOf, merged } from "../../lib/fields.ts";
import { fieldsBeside, isObject, type JsonObject, objectIn, parsedJson, textOrNull } from "../../lib/json.ts";
import type { SseEvent } from "../../lib/sse.ts";
import { originAt, readBlock } from "./blocks.ts";
import { readCitations } from "./citations.ts";
import { errorIn } from "./errors.ts";
import { readStop } from "./stop.ts";
import { compactions, readUsage, usageLeft } from "./usage.ts";

/** What a reader remembers of the stream it reads. */
type Memory = {
  /** The vendor's numbers of blocks, in the order in which they began. */
  blocks: unknown[];
  /** The counts so far, as the vendor spells them: an event may repeat some of them and leave out others. */
  usage: JsonObject;
};

type Read = (json: JsonObject, memory: Memory) => readonly ChatEvent[];

/** Reads an Anthropic stream. The data's own `type` counts; the event's name where there is none. */
export const eventReader = (): EventReader => {
  const memory: Memory = { blocks: [], usage: {} };
  return {
    read: (event) => {
      const json = parsedJson(event.data);
      if (!isObject(json)) return [unreadable(event)];
      const read = readers.get(textOrNull(json["type"]) ?? event.name);
      return read?.(json, memory) ?? [unknown(json)];
    },
  };
};

const origin = originAt([]);
const nothing: JsonObject = {};

const unknown = (json: unknown): ChatEvent => ({ type: "unknown", json, extras: nothing, origin });

/** An event whose data is no object still begins or ends a stream where its name says so, as it does for clients. */
const unreadable = ({ name, data }: SseEvent): ChatEvent => {
  if (name === "message_start") return { type: "start", id: null, model: null, extras: nothing, origin };
  if (name === "message_stop") return { type: "end", extras: nothing, origin };
  if (name === "error") return { type: "error", error: errorIn(null, data), extras: nothing, origin };
  return unknown(data);
};

/** Most of a stream is this: a piece of text, of a thought, or of a tool's arguments. */
const readDelta: Read = (json, memory) => {
  const delta = objectIn(json["delta"]);
  const at = { candidate: 0, block: memory.blocks.lastIndexOf(json["index"]) };
  if (at.block < 0) return [unknown(json)];
  const text = delta["text"] ?? delta["thinking"] ?? delta["partial_json"] ?? delta["signature"];
  const kind = typeof text === "string" ? deltas.get(String(delta["type"])) : undefined;
  if (delta["type"] === "citations_delta") return [unknown(json), ...cited(delta, at)];
  if (kind === undefined || typeof delta[kind.field] !== "string") return [unknown(json)];
  const rest = { extras: leftOfDelta(json, delta, kind.field), origin };
  const said = delta[kind.field] as string; // as just seen
  if (kind.type === "signature") return [{ type: kind.type, ...at, signature: said, ...rest }];
  return [{ type: kind.type, ...at, text: said, ...rest }];
};

const cited = ({ citation }: JsonObject, at: { readonly candidate: number; readonly block: number }): ChatEvent[] =>
  readCitations([citation]).map((one) => ({ type: "citation", ...at, citation: one, extras: nothing, origin }));

type Kind = { readonly type: "text-delta" | "thinking-delta" | "input-delta" | "signature"; readonly field: string };

const deltas: ReadonlyMap<string, Kind> = new Map([
  ["text_delta", { type: "text-delta", field: "text" }],
  ["thinking_delta", { type: "thinking-delta", field: "thinking" }],
  ["input_json_delta", { type: "input-delta", field: "partial_json" }],
  ["signature_delta", { type: "signature", field: "signature" }],
]);

/** Nothing, but for inventions: the usual fields are counted, which is quicker than looking at each. */
const leftOfDelta = (json: JsonObject, delta: JsonObject, field: string): JsonObject => {
  if (Object.keys(json).length === 3 && Object.keys(delta).length === 2) return nothing;
  const besideDelta = fieldsBeside(json, usualBesideDelta);
  const inDelta = fieldsBeside(delta, usualInDelta[field] ?? usualBesideDelta);
  return Object.keys(inDelta).length === 0 ? besideDelta : { ...besideDelta, delta: inDelta };
};

const usualBesideDelta: ReadonlySet<string> = new Set(["type", "index", "delta"]);

const usualInDelta: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  [...deltas.values()].map(({ field }) => [field, new Set(["type", field])]),
);

const readStart: Read = (json, memory) => {
  const fields = fieldsOf(json);
  fields.text("type");
  const message = fields.within("message");
  const [id, model] = [message.text("id"), message.text("model")];
  const content = message.list("content") ?? [];
  const told = message.object("usage");
  const [said, sequence] = [message.text("stop_reason"), message.text("stop_sequence")];
  const stop = said === null ? [] : [readStop(said, sequence)];
  for (const name of ["type", "role"]) message.text(name);
  return [
    { type: "start", id, model, extras: fields.left(), origin },
    ...(told === null ? [] : [usageEvent(told, memory, nothing)]),
    ...content.flatMap((block) => wholeBlock(readBlock(block, []), memory)),
    ...stop.map((stop): ChatEvent => ({ type: "stop", candidate: 0, stop, extras: nothing, origin })),
  ];
};

/** A block that comes whole where others begin: those of tools that a program of the vendor's has called. */
const wholeBlock = (block: Block, memory: Memory): ChatEvent[] => {
  const at = { candidate: 0, block: memory.blocks.length };
  memory.blocks.push(at.block);
  return [...begun(block, at), { type: "block-end", ...at, extras: nothing, origin }];
};

/** The beginning of a block, empty, and what it holds already as its first piece. */
const begun = (block: Block, at: { readonly candidate: number; readonly block: number }): ChatEvent[] => {
  const start = (content: Block): ChatEvent => ({ type: "block-start", ...at, content, extras: nothing, origin });
  if (block.type === "text" && block.text !== "")
    return [start({ ...block, text: "" }), { type: "text-delta", ...at, text: block.text, extras: nothing, origin }];
  if (block.type === "thinking" && block.text !== "")
    return [
      start({ ...block, text: "" }),
      { type: "thinking-delta", ...at, text: block.text, extras: nothing, origin },
    ];
  if (block.type !== "tool-call") return [start(block)];
  const text = "json" in block.input ? JSON.stringify(block.input.json) : block.input.text;
  const empty = start({ ...block, input: { text: "" } });
  if (text === "{}" || text === "null") return [empty];
  return [empty, { type: "input-delta", ...at, text, extras: nothing, origin }];
};

const readBlockStart: Read = (json, memory) => {
  const fields = fieldsOf(json);
  fields.text("type");
  fields.number("index");
  const content = fields.object("content_block");
  if (content === null) return [unknown(json)];
  const at = { candidate: 0, block: memory.blocks.length };
  memory.blocks.push(json["index"]);
  const [start, ...pieces] = begun(readBlock(content, []), at);
  return start === undefined ? [] : [{ ...start, extras: fields.left() }, ...pieces];
};

const readBlockStop: Read = (json, memory) => {
  const block = memory.blocks.lastIndexOf(json["index"]);
  return block < 0 ? [unknown(json)] : [{ type: "block-end", candidate: 0, block, extras: leftOf(json), origin }];
};

const leftOf = (json: JsonObject): JsonObject => {
  const fields = fieldsOf(json);
  fields.text("type");
  fields.number("index");
  return fields.left();
};

const readMessageDelta: Read = (json, memory) => {
  const fields = fieldsOf(json);
  fields.text("type");
  const delta = fields.within("delta");
  const told = fields.object("usage");
  const said = delta.text("stop_reason");
  const sequence = delta.text("stop_sequence");
  const extras = fields.left();
  if (said === null) return [told === null ? unknown(json) : usageEvent(told, memory, extras)];
  const stop: ChatEvent = { type: "stop", candidate: 0, stop: readStop(said, sequence), extras, origin };
  return told === null ? [stop] : [stop, usageEvent(told, memory, nothing)];
};

/** The counts that this event names; the input as a whole, whichever part of it is named. */
const usageEvent = (told: JsonObject, memory: Memory, extras: JsonObject): ChatEvent => {
  memory.usage = merged(memory.usage, withoutNulls(told));
  const { usage: named, anomalies } = readUsage(told);
  const all = readUsage(memory.usage).usage;
  // What compacting took is beside the totals, so it belongs to those of earlier events where this one names none.
  const isBeside = named.inputTokens === null && compactions(told).length > 0;
  const usage = isBeside ? all : named;
  const isInputNamed = usage.inputTokens !== null || usage.cacheReadTokens !== null || usage.cacheWriteTokens !== null;
  const left = usageLeft(told);
  return {
    type: "usage",
    usage: { ...usage, inputTokens: isInputNamed ? all.inputTokens : null },
    anomalies,
    extras: Object.keys(left).length === 0 ? extras : { ...extras, usage: left },
    origin,
  };
};

const withoutNulls = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));

const readError: Read = (json) => {
  const fields = fieldsOf(json);
  fields.text("type");
  const error = fields.within("error");
  const said = errorIn(error.text("type"), error.text("message") ?? "", objectIn(json["error"])["details"]);
  return [{ type: "error", error: said, extras: fields.left(), origin }];
};

const readers: ReadonlyMap<string, Read> = new Map([
  ["content_block_delta", readDelta],
  ["message_start", readStart],
  ["content_block_start", readBlockStart],
  ["content_block_stop", readBlockStop],
  ["message_delta", readMessageDelta],
  ["message_stop", (json: JsonObject) => [{ type: "end" as const, extras: leftOf(json), origin }]],
  ["error", readError],
]);
