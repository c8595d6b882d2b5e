import type { ChatEvent } from "../../core/answer.ts";
import type { Block, ToolCallBlock } from "../../core/chat.ts";
import { located } from "../../core/citation.ts";
import type { DialectName } from "../../core/dialect-name.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { isPlain } from "../../core/tool-input.ts";
import { merged } from "../../lib/fields.ts";
import type { JsonObject } from "../../lib/json.ts";
import { present } from "../../lib/json-rest.ts";
import { writeAnnotation } from "./annotations.ts";

export type Piece = ChatEvent & {
  readonly type: "block-start" | "text-delta" | "thinking-delta" | "input-delta" | "citation";
};
/** Writes the deltas of one candidate; null where there is nothing to say. */
export type CandidateWriter = { readonly write: (event: Piece) => JsonObject | null };

/** A writer of one candidate, for this format or one that has its deltas. */
export const candidateWriter = (dialect: DialectName): CandidateWriter => {
  const blocks = new Map<number, { readonly content: Block; readonly call: number; readonly before: number }>();
  let calls = 0;
  let textLength = 0;
  const begin = (block: number, content: Block): JsonObject | null => {
    const isCall = content.type === "tool-call" && !content.isServerSide;
    blocks.set(block, { content, call: calls, before: textLength });
    if (!isCall) return null;
    const extras = extrasFor(dialect, content);
    const { id, name } = content;
    if ("function_call" in extras) return { function_call: { name, arguments: "" } };
    const said = isPlain(content.input)
      ? { type: "custom", custom: { name, input: "" } }
      : { type: "function", function: { name, arguments: "" } };
    return { tool_calls: [merged(extras, present({ index: calls++, id, ...said }))] };
  };
  return {
    write: (event) => {
      if (event.type === "block-start") return begin(event.block, event.content);
      const known = blocks.get(event.block);
      if (event.type === "citation") {
        if (isOwn(dialect, event)) return null;
        return { annotations: [writeAnnotation(located(event.citation, ""), known?.before ?? 0)] };
      }
      if (event.type === "text-delta") textLength += event.text.length;
      if (known === undefined) return event.type === "text-delta" ? { content: event.text } : null;
      return event.text === "" ? null : pieceOf(known.content, known.call, event.text, dialect);
    },
  };
};

/** Mistral's SDK wants a name in every piece of a call; an empty one adds nothing to the first for all others. */
const pieceOfCall = (block: ToolCallBlock, text: string, dialect: DialectName): JsonObject => {
  const name = isOwn(dialect, block) ? {} : { name: "" };
  return isPlain(block.input) ? { custom: { ...name, input: text } } : { function: { ...name, arguments: text } };
};

/** A piece of a block as a delta, in the field that its block was in. */
const pieceOf = (block: Block, index: number, text: string, dialect: DialectName): JsonObject | null => {
  const extras = extrasFor(dialect, block);
  switch (block.type) {
    case "text":
      return { content: text };
    case "refusal":
      return { refusal: text };
    case "thinking":
      if (extras["type"] === "thinking") return { content: [{ type: "thinking", thinking: [{ type: "text", text }] }] };
      return "reasoning" in extras ? { reasoning: text } : { reasoning_content: text };
    case "tool-call":
      if (block.isServerSide) return null;
      if ("function_call" in extras) return { function_call: { arguments: text } };
      return { tool_calls: [{ index, ...pieceOfCall(block, text, dialect) }] };
    default:
      return null;
  }
};
