import type { ChatEvent } from "../../core/answer.ts";
import type { Block, Citation } from "../../core/chat.ts";
import { inputText, isPlain } from "../../core/tool-input.ts";
import type { JsonObject } from "../../lib/json.ts";
import { type Blocks, bare, here } from "./block-numbers.ts";
import { readItem } from "./items.ts";

/** An item that comes whole, as the events that it would have been. */
export const wholeItem = (item: JsonObject, blocks: Blocks): readonly ChatEvent[] =>
  readItem(item, here).flatMap((content): ChatEvent[] => {
    const at = { candidate: 0, block: blocks.begin(content) };
    const deltas = deltasOf(content).map((delta): ChatEvent => ({ ...bare, ...at, ...delta }));
    return [
      { ...bare, ...at, type: "block-start", content: emptied(content) },
      ...deltas,
      { ...bare, ...at, type: "block-end" },
    ];
  });

type Delta =
  | { readonly type: "text-delta" | "thinking-delta" | "input-delta"; readonly text: string }
  | { readonly type: "signature"; readonly signature: string }
  | { readonly type: "citation"; readonly citation: Citation };

const deltasOf = (block: Block): readonly Delta[] => {
  if (block.type === "refusal") return textual("text-delta", block.text);
  if (block.type === "text") {
    const cited = (block.citations ?? []).map((citation): Delta => ({ type: "citation", citation }));
    return [...textual("text-delta", block.text), ...cited];
  }
  if (block.type === "tool-call") return textual("input-delta", inputText(block.input));
  if (block.type !== "thinking") return [];
  const { signature } = block;
  const sealed: Delta[] = signature === null ? [] : [{ type: "signature", signature }];
  return [...textual("thinking-delta", block.text), ...sealed];
};

const textual = (type: "text-delta" | "thinking-delta" | "input-delta", text: string): readonly Delta[] =>
  text === "" ? [] : [{ type, text }];

/** A block as it begins: what comes in deltas is not there yet. */
export const emptied = (block: Block): Block => {
  if (block.type === "text") {
    const { citations: _later, ...empty } = block;
    return { ...empty, text: "" };
  }
  if (block.type === "refusal") return { ...block, text: "" };
  if (block.type === "thinking") return { ...block, text: "", signature: null, isSealed: false };
  if (block.type !== "tool-call") return block;
  return { ...block, input: isPlain(block.input) ? { text: "", isPlain: true } : { text: "" } };
};
