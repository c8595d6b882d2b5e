import type { ChatEvent } from "../../core/answer.ts";
import type { Block } from "../../core/chat.ts";
import type { EventWriter } from "../../core/dialect.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { completed } from "../../core/reported.ts";
import { isPlain } from "../../core/tool-input.ts";
import { noUsage, type Usage } from "../../core/usage.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, objectIn, textOrNull } from "../../lib/json.ts";
import { errorObject } from "./errors.ts";
import { writeStop } from "./stop.ts";
import { writeUsage } from "./usage.ts";
import { writeBlock } from "./write-blocks.ts";

/** Writes a stream as Anthropic does. A beginning and a stop wait for the usage that shares their event. */
export const eventWriter = (): EventWriter => {
  const inTurn = oneAtATime();
  const asJson = plainAsJson();
  let held: Held | null = null;
  let known: Usage = noUsage;
  const flush = (usage?: JsonObject): string => {
    if (held === null) return "";
    const { type, json, least } = held;
    held = null;
    if (type === "message_start") return framed(type, merged(json, { message: { usage } }));
    return framed(type, merged(json, { usage: usage === undefined ? least : merged(least ?? {}, usage) }));
  };
  const writeUsageEvent = (event: Extract<ChatEvent, { type: "usage" }>): string => {
    known = completed(known, event.usage);
    const extras = extrasFor("anthropic", event);
    const { usage: left, ...beside } = extras;
    const usage = merged(objectIn(left), namedOnly(writeUsage({ ...known }, objectIn(left)), event.usage));
    if (held !== null) return flush(usage);
    return framed("message_delta", merged(beside, { delta: {}, usage }));
  };
  /** The usage of others comes at the end: nothing is worth waiting for. */
  const beginning = (event: Extract<ChatEvent, { type: "start" }>): string => {
    held = { type: "message_start", json: startOf(event) };
    return isOwn("anthropic", event) ? "" : flush(unsaid);
  };
  return {
    write: (event) => {
      if ("candidate" in event && event.candidate !== 0) return ""; // it knows one
      if (event.type === "usage") return writeUsageEvent(event);
      const started = flush(held?.type === "message_start" ? unsaid : undefined);
      const say = (events: readonly Plain[]): string => events.flatMap(asJson).map(writeOne).join("");
      const before = started + ("block" in event ? "" : say(inTurn.rest()));
      if (event.type === "start") return before + beginning(event);
      if (event.type === "stop") held = { type: "message_delta", json: stopOf(event), least: leastOf(event) };
      else return before + say(inTurn.next(event));
      return before;
    },
  };
};

/** An event that waits for the usage that shares it. */
type Held = {
  readonly type: "message_start" | "message_delta";
  readonly json: JsonObject;
  /** What its usage has to say at least. */
  readonly least?: JsonObject | undefined;
};

/** SDKs read this of the usage beside every stop, and fail without it. */
const leastOf = (event: ChatEvent): JsonObject | undefined =>
  isOwn("anthropic", event) ? undefined : { output_tokens: 0 };

/** SDKs read these two of every message's usage; the true ones follow at the end. */
const unsaid: JsonObject = { input_tokens: 0, output_tokens: 0 };

/** Of all counts known by now, those that this event names. */
const namedOnly = (written: JsonObject, named: Usage): JsonObject => ({
  input_tokens: named.inputTokens === null ? undefined : written["input_tokens"],
  cache_creation_input_tokens: named.cacheWriteTokens === null ? undefined : written["cache_creation_input_tokens"],
  cache_read_input_tokens: named.cacheReadTokens === null ? undefined : written["cache_read_input_tokens"],
  cache_creation: named.cacheWrite1hTokens === null ? undefined : written["cache_creation"],
  output_tokens: named.outputTokens === null ? undefined : written["output_tokens"],
  output_tokens_details: named.reasoningTokens === null ? undefined : written["output_tokens_details"],
  server_tool_use: named.webSearches === null ? undefined : written["server_tool_use"],
});

const framed = (type: string, json: JsonObject): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...json })}\n\n`;

const startOf = (event: Extract<ChatEvent, { type: "start" }>): JsonObject => {
  const empty = { type: "message", role: "assistant", content: [], stop_reason: null, stop_sequence: null };
  const message = { id: event.id ?? undefined, model: event.model ?? undefined };
  return merged(merged({ message: empty }, extrasFor("anthropic", event)), { message });
};

const stopOf = (event: Extract<ChatEvent, { type: "stop" }>): JsonObject =>
  merged(extrasFor("anthropic", event), { delta: writeStop(event.stop, isOwn("anthropic", event)) });

type Plain = Exclude<ChatEvent, { type: "start" | "stop" | "usage" }>;

/** Here a block begins when the one before it has ended: what other formats send by turns waits for its own. */
const oneAtATime = () => {
  let current: number | null = null;
  const waiting = new Map<number, Plain[]>();
  const rest = (): readonly Plain[] => {
    const events = [...waiting.values()].flat();
    waiting.clear();
    current = null;
    return events;
  };
  /** What has waited for its turn: whole blocks, and the beginning of one that goes on. */
  const released = (): Plain[] => {
    const events: Plain[] = [];
    for (const [block, held] of waiting) {
      waiting.delete(block);
      events.push(...held);
      if (held.at(-1)?.type === "block-end") continue;
      current = block;
      break;
    }
    return events;
  };
  return {
    rest,
    next: (event: Plain): readonly Plain[] => {
      if (!("block" in event)) return [event];
      current ??= event.block;
      if (event.block !== current) {
        const held = waiting.get(event.block);
        if (held === undefined) waiting.set(event.block, [event]);
        else held.push(event);
        return [];
      }
      if (event.type !== "block-end") return [event];
      current = null;
      return [event, ...released()];
    },
  };
};

/** Here every tool has a schema, so the plain text of one without is the one text in its arguments. */
const plainAsJson = (): ((event: Plain) => readonly Plain[]) => {
  const open = new Set<number>();
  return (event) => {
    if (!("block" in event)) return [event];
    const { candidate, block, extras, origin } = event;
    const piece = (text: string): Plain => ({ type: "input-delta", candidate, block, text, extras, origin });
    if (event.type === "block-start" && event.content.type === "tool-call" && isPlain(event.content.input)) {
      open.add(block);
      const content = { ...event.content, input: { json: {} } };
      return [{ ...event, content }, piece('{"input":"')];
    }
    if (!open.has(block)) return [event];
    if (event.type === "input-delta") return [piece(JSON.stringify(event.text).slice(1, -1))];
    if (event.type !== "block-end") return [event];
    open.delete(block);
    return [piece('"}'), event];
  };
};

const writeOne = (event: Plain): string => {
  const extras = extrasFor("anthropic", event);
  switch (event.type) {
    case "block-start":
      return writeBlockStart(event.content, merged(extras, { index: event.block }));
    case "text-delta":
      return delta(event.block, { type: "text_delta", text: event.text }, extras);
    case "thinking-delta":
      return delta(event.block, { type: "thinking_delta", thinking: event.text }, extras);
    case "input-delta":
      return delta(event.block, { type: "input_json_delta", partial_json: event.text }, extras);
    case "signature":
      return delta(event.block, { type: "signature_delta", signature: event.signature }, extras);
    case "citation":
      return ""; // its citations need an `encrypted_index` that its vendor alone can make
    case "block-end":
      return framed("content_block_stop", merged(extras, { index: event.block }));
    case "end":
      return framed("message_stop", extras);
    case "error":
      return framed("error", merged(extras, { error: errorOf(event) }));
    case "unknown":
      return isOwn("anthropic", event) ? writeUnknown(event.json) : "";
    default:
      return event satisfies never;
  }
};

const errorOf = (event: Extract<Plain, { type: "error" }>): JsonObject => {
  const { type, message } = event.error;
  return isOwn("anthropic", event) ? { type: type ?? "api_error", message } : errorObject(event.error);
};

const delta = (index: number, what: JsonObject, extras: JsonObject): string =>
  framed("content_block_delta", merged(extras, { index, delta: what }));

const writeBlockStart = (content: Block, extras: JsonObject): string => {
  const written = writeBlock(content) ?? { type: "text", text: "" };
  return framed("content_block_start", merged(extras, { content_block: written }));
};

const writeUnknown = (json: unknown): string => {
  if (typeof json === "string") return `data: ${json}\n\n`;
  const type = isObject(json) ? textOrNull(json["type"]) : null;
  return type === null ? `data: ${JSON.stringify(json)}\n\n` : `event: ${type}\ndata: ${JSON.stringify(json)}\n\n`;
};
