import type { ChatEvent } from "../../core/answer.ts";
import type { ToolCallBlock } from "../../core/chat.ts";
import type { EventWriter } from "../../core/dialect.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { statusOf } from "../../core/vendor-error.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, objectIn } from "../../lib/json.ts";
import { errorObject } from "./errors.ts";
import { groundingOf } from "./grounding.ts";
import { writeStop } from "./stop.ts";
import { writeUsage } from "./usage.ts";
import { writePart } from "./write-parts.ts";

/** Writes a stream as Gemini does: each event an answer in pieces. A stop waits for the usage that shares its chunk. */
export const eventWriter = (): EventWriter => {
  let named: JsonObject = {};
  let first: JsonObject = {};
  let held: JsonObject | null = null;
  const chunk = (json: JsonObject): string => {
    const whole = merged(merged(first, json), named);
    first = {};
    return `data: ${JSON.stringify(whole)}\r\n\r\n`;
  };
  const flush = (): string => {
    const json = held;
    held = null;
    return json === null ? "" : chunk(json);
  };
  const writeBlockEvent = blockWriter(chunk);
  const grounding = groundingOf();
  const writeStart = (event: Extract<ChatEvent, { type: "start" }>): string => {
    named = { modelVersion: event.model ?? undefined, responseId: event.id ?? undefined };
    first = extrasFor("gemini", event);
    return "";
  };
  return {
    write: (event) => {
      if (event.type === "usage") {
        const json = usageChunk(event);
        const beside = held ?? {};
        held = null;
        return chunk(merged(beside, json));
      }
      const before = flush();
      if (event.type === "start") return before + writeStart(event);
      if (event.type === "end") return before;
      if (event.type === "error") return before + framed(errorJson(event));
      if (event.type === "unknown") return before + (isOwn("gemini", event) ? writeUnknown(event.json, chunk) : "");
      grounding.take(event);
      if (event.type === "citation") return before; // told with the reason why it stopped
      if (event.type !== "stop") return before + writeBlockEvent(event);
      held = stopChunk(event, grounding.written(event.candidate));
      return before;
    },
  };
};

type BlockEvent = Exclude<Extract<ChatEvent, { readonly block: number }>, { readonly type: "citation" }>;

/** Writes what blocks say, each piece a chunk. The latest piece of a thought waits for its seal: clients lose one that stands alone. */
const blockWriter = (chunk: (json: JsonObject) => string): ((event: BlockEvent) => string) => {
  let thought: JsonObject | null = null;
  const partOf = partWriter();
  const writePiece = (part: unknown, index: number): string =>
    part == null ? "" : chunk({ candidates: [{ content: { parts: [part], role: "model" }, index }] });
  return (event) => {
    const before = thought;
    thought = null;
    const part = partOf(event);
    if (event.type === "signature" && before !== null && isObject(part))
      return writePiece({ ...before, thoughtSignature: event.signature }, event.candidate);
    const written = writePiece(before, event.candidate);
    if (event.type !== "thinking-delta" || isOwn("gemini", event)) return written + writePiece(part, event.candidate);
    thought = objectIn(part);
    return written;
  };
};

/** The part that an event of a block becomes; undefined where it is none, or not yet: a call waits for its arguments. */
const partWriter = (): ((event: BlockEvent) => unknown) => {
  const calls = new Map<string, { readonly content: ToolCallBlock; text: string }>();
  return (event) => {
    const key = `${event.candidate}.${event.block}`;
    if (event.type === "block-start") {
      const { content } = event;
      if (content.type === "tool-call") calls.set(key, { content, text: "" });
      const isWhole = content.type !== "tool-call" && content.type !== "text" && content.type !== "thinking";
      return isWhole ? writePart(content) : undefined;
    }
    const call = calls.get(key);
    if (event.type === "input-delta") {
      if (call !== undefined) call.text += event.text;
      return undefined;
    }
    if (event.type !== "block-end") return pieceOf(event);
    calls.delete(key);
    return call === undefined
      ? undefined
      : writePart({ ...call.content, input: { ...call.content.input, text: call.text } });
  };
};

const pieceOf = (event: Extract<BlockEvent, { type: "text-delta" | "thinking-delta" | "signature" }>): unknown => {
  const extras = extrasFor("gemini", event);
  if (event.type === "text-delta") return { ...extras, text: event.text };
  if (event.type === "thinking-delta") return { ...extras, text: event.text, thought: true };
  return isOwn("gemini", event) ? { text: "", thought: true, thoughtSignature: event.signature } : undefined;
};

const usageChunk = (event: Extract<ChatEvent, { type: "usage" }>): JsonObject => {
  const left = objectIn(extrasFor("gemini", event)["usageMetadata"]);
  return { usageMetadata: writeUsage(event.usage, left) };
};

const stopChunk = (event: Extract<ChatEvent, { type: "stop" }>, grounding: JsonObject): JsonObject => {
  const { promptFeedback, ...extras } = extrasFor("gemini", event);
  if (isObject(promptFeedback)) return { promptFeedback: { ...promptFeedback, blockReason: event.stop.said } };
  // Google's own SDK takes a stream with a chunk that has no content for broken, and forgets all of it.
  const isGooglesOwn = isOwn("gemini", event);
  const content = isGooglesOwn ? {} : { content: { parts: [{ text: "" }], role: "model" } };
  const finishReason = writeStop(event.stop, isGooglesOwn);
  return { candidates: [{ ...content, ...extras, ...grounding, finishReason, index: event.candidate }] };
};

const errorJson = (event: Extract<ChatEvent, { type: "error" }>): JsonObject => {
  const { type, message, kind } = event.error;
  if (!isOwn("gemini", event)) return { error: errorObject(event.error, statusOf(kind)) };
  return merged(extrasFor("gemini", event), { error: { message, status: type ?? undefined } });
};

const framed = (json: unknown): string => `data: ${typeof json === "string" ? json : JSON.stringify(json)}\r\n\r\n`;

const writeUnknown = (json: unknown, chunk: (json: JsonObject) => string): string =>
  isObject(json) ? chunk(json) : framed(json);
