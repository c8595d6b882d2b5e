import type { Block, TextBlock, ThinkingBlock, ToolCallBlock, ToolInput } from "../../core/chat.ts";
import { located as locatedIn } from "../../core/citation.ts";
import { markedSeal } from "../../core/seal.ts";
import { inputJson, inputText, isPlain } from "../../core/tool-input.ts";
import { isObject } from "../../lib/json.ts";
import { callIds, clientTools, type Way } from "./way.ts";

/** What becomes of a block on its way into another format; null = it is left out. */
export type Carry = {
  readonly block: (block: Block) => Block | null;
  /** Where a vendor's seal stands on a call, the thought that led to it, without a word: other formats seal thoughts alone. */
  readonly thoughtOf: (block: Block) => ThinkingBlock | null;
  /** A seal with the name of whose it is. */
  readonly seal: (seal: string, isWhole: boolean) => string;
  /** A thought as it begins: its seal follows. */
  readonly unsealed: (thought: ThinkingBlock) => ThinkingBlock;
  /** The arguments of a call as its tool takes them: the text itself where that is all that it takes. */
  readonly input: (call: ToolCallBlock, text: string) => string;
};

/** Carries the blocks of one answer. What only its own vendor can use is left out: its tools, its files, its inventions. */
export const carrier = (way: Way): Carry => {
  const { provider, to } = way;
  const idOf = callIds(way);
  const toolOf = clientTools(way);
  const seal: Carry["seal"] = (said, isWhole) => markedSeal(provider, said, isWhole);
  const thought = (block: ThinkingBlock): ThinkingBlock => {
    const { signature, isSealed } = block;
    const isNeeded = signature !== null || to.needsSeals === true;
    const marked = isNeeded ? seal(signature ?? "", isSealed) : null;
    return { ...block, signature: marked, isSealed: isSealed && block.text === "", extras: {}, origin: null };
  };
  const call = (block: ToolCallBlock): ToolCallBlock => {
    const tool = toolOf(block.name);
    const id = idOf(block.id);
    const { signature: _seal, ...beside } = block; // see `thoughtOf`
    if (tool === null) return { ...beside, id, signature: null };
    const input = tool.isPlain ? plainInput(block.input) : block.input;
    return { ...beside, id, signature: null, name: tool.name, input, extras: tool.extras, origin: null };
  };
  const unsealed = { signature: to.needsSeals === true ? "" : null, isSealed: false };
  return {
    seal,
    thoughtOf: (block) =>
      block.type === "tool-call" && !block.isServerSide && block.signature !== null
        ? { ...bareThought, signature: seal(block.signature, false) }
        : null,
    unsealed: (block) => ({ ...block, ...unsealed }),
    input: ({ name, input }, text) => (toolOf(name)?.isPlain === true && !isPlain(input) ? textIn({ text }) : text),
    block: (block) => {
      switch (block.type) {
        case "thinking":
          return thought(block);
        case "tool-call":
          return block.isServerSide ? null : call(block);
        case "media":
          return to.answersWithMedia === true && block.source.type !== "file" ? block : null;
        case "text":
          return located(block);
        case "refusal":
        case "json":
          return block;
        default:
          return null;
      }
    },
  };
};

/** A text whose sources tell which piece of it they stand behind. */
const located = (block: TextBlock): TextBlock => {
  const { citations } = block;
  return citations === undefined ? block : { ...block, citations: citations.map((one) => locatedIn(one, block.text)) };
};

const bareThought = { type: "thinking", text: "", signature: null, isSealed: false, extras: {}, origin: null } as const;

const plainInput = (input: ToolInput): ToolInput => (isPlain(input) ? input : { text: textIn(input), isPlain: true });

/** The text of a tool that takes nothing else, out of the arguments by which others are told of it. */
const textIn = (input: ToolInput): string => {
  const json = inputJson(input);
  return isObject(json) && typeof json["input"] === "string" ? json["input"] : inputText(input);
};
