import type { ChatEvent } from "../../core/answer.ts";
import type { Block, ThinkingBlock, ToolCallBlock } from "../../core/chat.ts";
import { located } from "../../core/citation.ts";
import { parsedJson } from "../../lib/json.ts";
import type { Carry } from "./carry.ts";

/** An event of a block. */
export type BlockEvent = Extract<ChatEvent, { readonly block: number }>;

/** The blocks of one candidate, in order: those that are left out leave no gap, and each ends once. */
export type CandidateOrder = {
  readonly take: (event: BlockEvent) => readonly ChatEvent[];
  /** Ends what is still open. */
  readonly close: () => readonly ChatEvent[];
  /** What there was for the client. */
  readonly types: () => ReadonlySet<Block["type"]>;
};

/** The order of one candidate. */
export const candidateOrder = (candidate: number, carry: Carry): CandidateOrder => new Blocks(candidate, carry);

/** A block under way, under its number for the client. */
type Open = {
  readonly block: number;
  /** As its vendor calls it; null = no call. */
  readonly call: ToolCallBlock | null;
  /** Of a call, the pieces of its arguments so far. */
  readonly pieces: string[];
  /** Of a text that may have sources, what was said so far, and what it goes by: that is told when all of it is there. */
  text: string;
  readonly citations: (BlockEvent & { readonly type: "citation" })[];
  /** Its arguments are told at its end, in another form than they came. */
  readonly isHeld: boolean;
  /** Formats have it at the end of a thought, wherever it came. */
  seal: string | null;
};

const plain = { extras: {}, origin: null };

class Blocks implements CandidateOrder {
  readonly #candidate: number;
  readonly #carry: Carry;
  readonly #types = new Set<Block["type"]>();
  readonly #open = new Map<number, Open>();
  #next = 0;

  constructor(candidate: number, carry: Carry) {
    this.#candidate = candidate;
    this.#carry = carry;
  }

  types(): ReadonlySet<Block["type"]> {
    return this.#types;
  }

  close(): readonly ChatEvent[] {
    return [...this.#open].flatMap(([number, open]) => this.#ended(number, open));
  }

  take(event: BlockEvent): readonly ChatEvent[] {
    if (event.type === "block-start") return this.#begun(event);
    const open = this.#open.get(event.block);
    if (open === undefined) return [];
    switch (event.type) {
      case "block-end":
        return this.#ended(event.block, open);
      case "signature":
        open.seal = this.#carry.seal(event.signature, false);
        return [];
      case "citation":
        open.citations.push(event);
        return [];
      case "text-delta":
        open.text += event.text;
        return event.text === "" ? [] : [{ ...event, block: open.block }];
      case "input-delta":
        open.pieces.push(event.text);
        return open.isHeld ? [] : [{ ...event, block: open.block }];
      default:
        return event.text === "" ? [] : [{ ...event, block: open.block }];
    }
  }

  #begun(event: BlockEvent & { readonly type: "block-start" }): readonly ChatEvent[] {
    const content = this.#carry.block(event.content);
    if (content === null) return [];
    const call = event.content.type === "tool-call" ? event.content : null;
    this.#types.add(content.type);
    const same = this.#open.get(event.block);
    const before = same === undefined ? [] : this.#ended(event.block, same);
    const complete = call === null ? [] : this.#completeCalls();
    const sealed = this.#sealed(this.#carry.thoughtOf(event.content));
    const block = this.#next++;
    const seal = content.type === "thinking" ? content.signature : null;
    const isHeld = call !== null && this.#carry.input(call, heldMark) !== heldMark;
    this.#open.set(event.block, { block, call, pieces: [], text: "", citations: [], isHeld, seal });
    const empty = content.type === "thinking" ? this.#carry.unsealed(content) : content;
    return [...before, ...complete, ...sealed, { ...event, block, content: empty }];
  }

  /** A thought that is no more than its seal. */
  #sealed(thought: ThinkingBlock | null): readonly ChatEvent[] {
    if (thought?.signature == null) return [];
    const at = { ...plain, candidate: this.#candidate, block: this.#next++ };
    return [
      { ...at, type: "block-start", content: this.#carry.unsealed(thought) },
      { ...at, type: "signature", signature: thought.signature },
      { ...at, type: "block-end" },
    ];
  }

  /** Whose arguments are complete cannot go on: clients need not wait for the end of the answer to have it. */
  #completeCalls(): readonly ChatEvent[] {
    return [...this.#open].flatMap(([number, open]) =>
      open.call !== null && parsedJson(open.pieces.join("")) !== undefined ? this.#ended(number, open) : [],
    );
  }

  #ended(number: number, { block, call, pieces, text: whole, citations, isHeld, seal }: Open): readonly ChatEvent[] {
    this.#open.delete(number);
    const at = { ...plain, candidate: this.#candidate, block };
    const text = isHeld && call !== null ? this.#carry.input(call, pieces.join("")) : "";
    return [
      ...(text === "" ? [] : [{ ...at, type: "input-delta", text } as const]),
      ...citations.map((one) => ({ ...one, block, citation: located(one.citation, whole) })),
      ...(seal === null ? [] : [{ ...at, type: "signature", signature: seal } as const]),
      { ...at, type: "block-end" },
    ];
  }
}

/** Arguments that tell whether those of a tool are changed on their way. */
const heldMark = '{"input":""}';
