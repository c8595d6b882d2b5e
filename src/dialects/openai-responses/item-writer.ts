import type { ChatEvent } from "../../core/answer.ts";
import type { Block } from "../../core/chat.ts";
import { type Located, located } from "../../core/citation.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { isPlain } from "../../core/tool-input.ts";
import { merged } from "../../lib/fields.ts";
import { type JsonObject, listIn, objectIn } from "../../lib/json.ts";
import { present } from "../../lib/json-rest.ts";
import { named } from "./answer.ts";
import { belongTogether, extrasOf, isPart, writeAnnotation } from "./write-items.ts";

const dialect = "openai-responses";

/** Writes one event of the stream: its type and its fields. */
export type Emit = (type: string, fields: JsonObject) => string;

/** What comes between the beginning and the end of a block. */
export type Piece = ChatEvent & {
  readonly type: "text-delta" | "thinking-delta" | "input-delta" | "signature" | "citation";
};

/** Writes one item of the output from its first block to its last. */
export type ItemWriter = {
  /** Whether one more part may come. */
  readonly mayGoOn: () => boolean;
  /** Whether a block is one more part of this item. */
  readonly takes: (content: Block) => boolean;
  readonly begin: (content: Block) => string;
  readonly piece: (event: Piece) => string;
  readonly end: (extras: JsonObject) => string;
  /** The item is complete: its last event, and what it is in the end. */
  readonly done: () => { readonly text: string; readonly item: JsonObject };
};

/** Where an item stands: in which response, as which of its output. */
export type Place = { readonly index: number; readonly response: string | null };

/** A writer for the item that this block begins; null for what has no place in this format. */
export const itemWriter = (first: Block, place: Place, emit: Emit): ItemWriter | null => {
  if (first.type === "unknown" && !isPart(first))
    return isOwn(dialect, first) ? otherWriter(first.json, place.index, emit) : null;
  if (isPart(first)) return messageWriter(first, place, emit);
  if (first.type === "thinking") return thoughtWriter(first, place, emit);
  return first.type === "tool-call" && !first.isServerSide ? callWriter(first, place, emit) : null;
};

/** The item as it is added: its kind, and what it says besides. */
const begun = (block: Block, kind: JsonObject, { index, response }: Place): JsonObject =>
  ({ ...named(merged(extrasOf(block).item, kind), index, response), status: "in_progress" }) as JsonObject;

const placed = (item: JsonObject, index: number): JsonObject => ({ item_id: item["id"], output_index: index });

const messageWriter = (first: Block, place: Place, emit: Emit): ItemWriter => {
  const { index } = place;
  const item = begun(first, { type: "message", role: "assistant", content: [] }, place);
  const parts: JsonObject[] = [];
  const at = (): JsonObject => ({ ...placed(item, index), content_index: parts.length });
  let last = first;
  let part: JsonObject = {};
  let text = "";
  return {
    mayGoOn: () => true,
    takes: (content) => belongTogether(last, content),
    begin: (content) => {
      const isFirst = parts.length === 0 && text === "";
      last = content;
      text = "";
      const isRefusal = content.type === "refusal";
      part = isRefusal
        ? { type: "refusal", refusal: "" }
        : { type: "output_text", text: "", annotations: [], logprobs: [] };
      if (content.type === "unknown") part = objectIn(content.json);
      const added = isFirst ? emit("response.output_item.added", { output_index: index, item }) : "";
      return added + emit("response.content_part.added", { ...at(), part: merged(extrasOf(content).part, part) });
    },
    piece: (event) => {
      if (event.type === "citation") {
        if (isOwn(dialect, event)) return "";
        part = withSource(part, located(event.citation, text));
        return emit("response.output_text.annotation.added", { ...at(), ...latestSource(part) });
      }
      if (event.type !== "text-delta") return "";
      text += event.text;
      const isRefusal = last.type === "refusal";
      const beside = isRefusal ? {} : { logprobs: [] };
      const fields = { ...at(), ...beside, ...extrasFor(dialect, event), delta: event.text };
      return emit(isRefusal ? "response.refusal.delta" : "response.output_text.delta", fields);
    },
    end: (extras) => {
      const isRefusal = last.type === "refusal";
      const said = isRefusal ? { refusal: text } : last.type === "text" ? { text } : {};
      const full = { ...part, ...extrasOf(last).part, ...objectIn(listIn(extras["content"])[0]), ...said };
      const type = isRefusal ? "response.refusal.done" : "response.output_text.done";
      const told =
        last.type === "unknown" ? "" : emit(type, { ...at(), ...said, ...(isRefusal ? {} : { logprobs: [] }) });
      const done = emit("response.content_part.done", { ...at(), part: full });
      parts.push(full);
      return told + done;
    },
    done: () => finished(emit, index, { ...item, status: "completed", content: parts }),
  };
};

const withSource = (part: JsonObject, citation: Located): JsonObject => ({
  ...part,
  annotations: [...listIn(part["annotations"]), writeAnnotation(citation)],
});

const latestSource = ({ annotations }: JsonObject): JsonObject => ({
  ...{ annotation_index: listIn(annotations).length - 1, annotation: listIn(annotations).at(-1) },
});

const thoughtWriter = (first: Block, place: Place, emit: Emit): ItemWriter => {
  const { index } = place;
  const { status: _none, ...item } = begun(first, { type: "reasoning", summary: [] }, place);
  const parts = thoughtParts(placed(item, index), emit);
  let last = first;
  let seal: string | null = null;
  let changes: JsonObject = {};
  let isAdded = false;
  return {
    mayGoOn: () => seal === null,
    takes: (next) => next.type === "thinking" && seal === null && belongTogether(last, next),
    begin: (block) => {
      last = block;
      if (isAdded) return "";
      isAdded = true;
      return emit("response.output_item.added", { output_index: index, item });
    },
    piece: (event) => {
      if (event.type === "signature" && isOwn(dialect, event)) seal = event.signature;
      return event.type === "thinking-delta" && event.text !== "" ? parts.write(event) : "";
    },
    end: (extras) => {
      changes = { ...changes, ...extras };
      return parts.end();
    },
    done: () =>
      finished(emit, index, { ...item, ...parts.written(), ...changes, ...present({ encrypted_content: seal }) }),
  };
};

/** The parts of a thought: summaries of it, or the thought itself where the vendor shows it. */
const thoughtParts = (item: JsonObject, emit: Emit) => {
  const summary: JsonObject[] = [];
  const content: JsonObject[] = [];
  let open: { readonly shown: boolean; readonly text: string } | null = null;
  const told = (shown: boolean, what: "delta" | "done", fields: JsonObject): string =>
    emit(`response.reasoning_${shown ? "text" : "summary_text"}.${what}`, { ...at(shown), ...fields });
  const at = (shown: boolean): JsonObject =>
    shown ? { ...item, content_index: content.length } : { ...item, summary_index: summary.length };
  const part = (shown: boolean, what: "added" | "done", text: string): string => {
    const type = shown ? "reasoning_text" : "summary_text";
    const name = shown ? "content_part" : "reasoning_summary_part";
    return emit(`response.${name}.${what}`, { ...at(shown), part: { type, text } });
  };
  return {
    write: (event: ChatEvent & { readonly type: "thinking-delta" }): string => {
      const { content: form, ...extras } = extrasFor(dialect, event);
      const shown = open?.shown ?? Array.isArray(form);
      const added = open === null ? part(shown, "added", "") : "";
      open = { shown, text: (open?.text ?? "") + event.text };
      return added + told(shown, "delta", { ...extras, delta: event.text });
    },
    end: (): string => {
      if (open === null) return "";
      const { shown, text } = open;
      const done = told(shown, "done", { text }) + part(shown, "done", text);
      (shown ? content : summary).push({ type: shown ? "reasoning_text" : "summary_text", text });
      open = null;
      return done;
    },
    written: (): JsonObject => ({ summary, ...(content.length > 0 && { content }) }),
  };
};

const callWriter = (call: Block & { readonly type: "tool-call" }, place: Place, emit: Emit): ItemWriter => {
  const { index } = place;
  const [type, field, event] = isPlain(call.input)
    ? (["custom_tool_call", "input", "response.custom_tool_call_input"] as const)
    : (["function_call", "arguments", "response.function_call_arguments"] as const);
  const item = begun(call, present({ type, call_id: call.id, name: call.name, [field]: "" }), place);
  let text = "";
  let changes: JsonObject = {};
  return {
    mayGoOn: () => false,
    takes: () => false,
    begin: () => emit("response.output_item.added", { output_index: index, item }),
    piece: (piece) => {
      if (piece.type !== "input-delta") return "";
      text += piece.text;
      return emit(`${event}.delta`, { ...placed(item, index), ...extrasFor(dialect, piece), delta: piece.text });
    },
    end: (extras) => {
      changes = extras;
      return emit(`${event}.done`, { ...placed(item, index), [field]: text });
    },
    done: () => finished(emit, index, { ...item, status: "completed", ...changes, [field]: text }),
  };
};

/** An item that travels as it is. */
const otherWriter = (json: unknown, index: number, emit: Emit): ItemWriter => {
  let item = objectIn(json);
  return {
    mayGoOn: () => false,
    takes: () => false,
    begin: () => emit("response.output_item.added", { output_index: index, item }),
    piece: () => "",
    end: (extras) => {
      item = { ...item, ...extras };
      return "";
    },
    done: () => finished(emit, index, item),
  };
};

const finished = (emit: Emit, index: number, item: JsonObject): ReturnType<ItemWriter["done"]> => ({
  text: emit("response.output_item.done", { output_index: index, item }),
  item,
});
