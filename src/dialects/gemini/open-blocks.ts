import type { ChatEvent } from "../../core/answer.ts";
import type { Block, Citation, TextBlock, ThinkingBlock, ToolCallBlock } from "../../core/chat.ts";
import { type JsonObject, listIn, objectIn } from "../../lib/json.ts";
import { type PartialArgs, partialArgs } from "./partial-args.ts";
import { originAt, readPart } from "./parts.ts";

/** The blocks of one candidate, made of parts that have no beginning and no end of their own. */
export type OpenBlocks = {
  readonly take: (part: unknown) => readonly ChatEvent[];
  /** What the open text goes by; nothing where none is open. */
  readonly cite: (citations: readonly Citation[]) => readonly ChatEvent[];
  /** Ends what is still open. */
  readonly close: () => readonly ChatEvent[];
  /** Whether a tool of the client's has been called. */
  readonly hasCall: () => boolean;
};

const origin = originAt([]);
const nothing: JsonObject = {};

/** Makes the events of one candidate's blocks, which are numbered as they begin. */
const numbered = (candidate: number) => {
  let next = 0;
  const at = (): { readonly candidate: number; readonly block: number } => ({ candidate, block: next - 1 });
  const rest = { extras: nothing, origin };
  return {
    begin: (content: Block): ChatEvent => {
      next++;
      return { type: "block-start", ...at(), content, ...rest };
    },
    said: (type: "text" | "thinking", text: string, extras: JsonObject): ChatEvent => ({
      ...{ type: `${type}-delta` as const, ...at(), text },
      ...{ extras, origin },
    }),
    sealed: (signature: string): ChatEvent => ({ type: "signature", ...at(), signature, ...rest }),
    args: (json: unknown): ChatEvent => ({ type: "input-delta", ...at(), text: JSON.stringify(json), ...rest }),
    cited: (citation: Citation): ChatEvent => ({ type: "citation", ...at(), citation, ...rest }),
    ended: (): ChatEvent => ({ type: "block-end", ...at(), ...rest }),
  };
};

/** Follows the parts of one candidate: pieces of a text go on with it, everything else is a block by itself. */
export const openBlocks = (candidate: number): OpenBlocks => {
  const { begin, said, sealed, args, cited, ended } = numbered(candidate);
  let open: "text" | "thinking" | null = null;
  /** A call whose arguments come piece by piece: a block only once it is whole, as all others of its kind. */
  let call: { readonly block: ToolCallBlock; readonly args: PartialArgs } | null = null;
  let hasCall = false;
  const close = (): ChatEvent[] => {
    const left = call === null ? (open === null ? [] : [ended()]) : called(call.block, call.args.value());
    [open, call] = [null, null];
    return left;
  };
  const called = (block: ToolCallBlock, input: unknown): ChatEvent[] => {
    hasCall ||= !block.isServerSide;
    return [begin({ ...block, input: { text: "" } }), args(input), ended()];
  };
  const whole = (block: Block): ChatEvent[] => {
    const before = close();
    if (block.type !== "tool-call") return [...before, begin(block), ended()];
    return [...before, ...called(block, "json" in block.input ? block.input.json : {})];
  };
  const piece = (block: TextBlock | ThinkingBlock): ChatEvent[] => {
    const { type, text, extras } = block;
    const signature = block.type === "thinking" ? block.signature : null;
    if (text === "" && signature === null && Object.keys(extras).length === 0) return [];
    const before = open === type ? [] : [...close(), begin(emptied(block))];
    open = type;
    const says = type === "text" || text !== "" ? [said(type, text, extras)] : [];
    return [...before, ...says, ...(signature === null ? [] : [sealed(signature)])];
  };
  /** What a piece of a call ends or completes; null where the part is none. */
  const streamed = (part: JsonObject): ChatEvent[] | null => {
    const { willContinue, partialArgs: pieces, ...rest } = objectIn(part["functionCall"]);
    const isFirst = typeof rest["name"] === "string";
    if (isFirst ? willContinue !== true : call === null || !("functionCall" in part)) return null;
    const before = isFirst ? close() : [];
    if (isFirst) call = { block: calling(part, rest), args: partialArgs() };
    call?.args.take(listIn(pieces));
    return willContinue === true ? before : [...before, ...close()];
  };
  const take = (json: unknown): readonly ChatEvent[] => {
    const ofCall = streamed(objectIn(json));
    if (ofCall !== null) return ofCall;
    const block = readPart(json, []);
    return block.type === "text" || block.type === "thinking" ? piece(block) : whole(block);
  };
  const cite = (citations: readonly Citation[]): ChatEvent[] => (open === "text" ? citations.map(cited) : []);
  return { take, cite, close, hasCall: () => hasCall };
};

const emptied = (block: TextBlock | ThinkingBlock): Block =>
  block.type === "text"
    ? { ...block, text: "", extras: nothing }
    : { ...block, text: "", signature: null, extras: nothing };

const calling = (part: JsonObject, functionCall: JsonObject): ToolCallBlock =>
  readPart({ ...part, text: undefined, functionCall }, []) as ToolCallBlock; // it has a name, as was just seen
