import type { Block, Message, Part, ThinkingBlock, ToolCallBlock } from "../../../core/chat.ts";
import type { DialectName } from "../../../core/dialect-name.ts";
import type { Provider } from "../../../core/provider.ts";
import { type OwnedSeal, readSeal } from "../../../core/seal.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";
import { withMessages } from "./blocks.ts";
import { takenBy } from "./taken.ts";

/**
 * Gives each vendor its own thoughts back, in its own form, and nobody else's: their seals cannot be read there, and as
 * words of its own they would be a lie. Wants each of the model's turns in one message.
 */
export const ownThoughts: Step = (chat, destination) => {
  const { thoughts } = takenBy(destination);
  let foreign = 0;
  let placeless = 0;
  const messages = chat.messages.map((message): Message => {
    if (!message.blocks.some(({ type }) => type === "thinking" || type === "tool-call")) return message;
    const { blocks, foreign: gone } = openedIn(message.blocks, destination.provider);
    const placed = placedAs(thoughts, blocks);
    foreign += gone;
    placeless += countOf(blocks) - countOf(placed);
    return placed.every((block, at) => block === message.blocks[at]) && placed.length === message.blocks.length
      ? message
      : { ...message, blocks: placed };
  });
  // On a part, a seal stands for its thought: nothing is lost there.
  const lostHere = thoughts === "part" ? 0 : placeless;
  const losses = [...lost("thinking.foreign", foreign), ...lost("thinking.placeless", lostHere)];
  return { chat: withMessages(chat, messages), losses };
};

const countOf = (blocks: readonly Block[]): number => blocks.filter(({ type }) => type === "thinking").length;

type Opened = { readonly blocks: readonly Block[]; readonly foreign: number };

/** The blocks without thoughts of others; those of this vendor as it knows them. Several texts may be under one seal. */
const openedIn = (all: readonly Block[], provider: Provider): Opened => {
  const blocks: Block[] = [];
  let foreign = 0;
  let above: ThinkingBlock[] = [];
  const giveUp = (): void => {
    foreign += above.length;
    above = [];
  };
  for (const block of all) {
    if (block.type !== "thinking") {
      giveUp();
      blocks.push(block.type === "tool-call" ? openedCall(block, provider) : block);
    } else if (block.signature === null) above.push(block);
    else {
      const seal = sealOf(block.signature, block, provider);
      if (seal === null) foreign += above.length + 1;
      else blocks.push(openedThought([...above, block], seal));
      above = [];
    }
  }
  giveUp();
  return { blocks, foreign };
};

/** The seal, opened, where it is this vendor's: by its mark, or because it came in the vendor's own format. */
const sealOf = (signature: string, { origin }: Part, provider: Provider): OwnedSeal | null => {
  const owned = readSeal(signature);
  const isHome = origin !== null && provider.homeOf.includes(origin.dialect);
  return (owned.provider === null ? isHome : owned.provider === provider.name) ? owned : null;
};

const openedThought = (thoughts: readonly ThinkingBlock[], { provider, seal, isSealed }: OwnedSeal): ThinkingBlock => {
  const isInPieces = thoughts.some(({ origin }) => origin !== null && keptInPieces.has(origin.dialect));
  const text = thoughts.map((thought) => thought.text).join(isInPieces ? "" : "\n\n");
  const whole = provider === null ? (thoughts.at(-1)?.isSealed ?? false) : isSealed;
  return { type: "thinking", text, signature: seal, isSealed: whole, extras: {}, origin: null };
};

/** Formats whose clients keep a streamed thought as it came: one block a chunk, which belong together as they are. */
const keptInPieces: ReadonlySet<DialectName> = new Set(["gemini"]);

const openedCall = (call: ToolCallBlock, provider: Provider): ToolCallBlock => {
  if (call.signature === null) return call;
  const seal = sealOf(call.signature, call, provider);
  return seal === null ? { ...call, signature: null } : { ...call, signature: seal.seal, extras: {}, origin: null };
};

/** The thoughts where the format has a place for them. */
const placedAs = (form: ReturnType<typeof takenBy>["thoughts"], blocks: readonly Block[]): readonly Block[] => {
  if (form === "part") return onParts(blocks);
  return blocks.flatMap((block): readonly Block[] => {
    if (block.type !== "thinking" || form === "blocks") return [block];
    if (form === "items") return block.signature === "" ? [] : [block];
    if (form === null || block.text === "") return [];
    return form === "field"
      ? [{ ...block, signature: null }]
      : [{ ...block, signature: block.signature || null, extras: { type: "thinking" } }];
  });
};

/** A seal stands on the part that came of the thought: the next call, else the last text. Without one the thought keeps it. */
const onParts = (blocks: readonly Block[]): readonly Block[] => {
  const placed: Block[] = [...blocks];
  for (const [at, block] of blocks.entries()) {
    if (block.type !== "thinking" || block.signature === "" || block.signature === null) continue;
    const next = blocks.findIndex(({ type }, other) => other > at && type === "thinking");
    const until = next === -1 ? blocks.length : next;
    const call = blocks.findIndex(({ type }, other) => other > at && other < until && type === "tool-call");
    const part =
      call === -1 ? blocks.findLastIndex(({ type }, other) => other > at && other < until && type === "text") : call;
    const bearer = blocks[part];
    if (bearer === undefined) placed[at] = { ...block, isSealed: false };
    else placed[part] = sealedPart(bearer, block.signature);
  }
  return placed.filter((block, at) => block.type !== "thinking" || block !== blocks[at]);
};

const sealedPart = (block: Block, seal: string): Block => {
  if (block.type === "tool-call") return { ...block, signature: block.signature ?? seal, extras: {}, origin: null };
  return { ...block, extras: { thoughtSignature: seal }, origin: null };
};
