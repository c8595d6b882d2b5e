import type { Chat } from "../../core/chat.ts";
import type { Measure } from "../../core/dialect.ts";
import { type Segment, systemSegments, toolSegments } from "../../meter/cache-truth/segments.ts";
import type { ChatSize } from "../../meter/tokens/size.ts";
import { canonicalSystem, canonicalTools } from "./canonical.ts";
import { hashOf } from "./chain.ts";
import { isBeside } from "./kinds.ts";
import type { Root } from "./trail.ts";

/** A block of instructions or a tool as it is kept: nothing of its text. */
export type HeadPart = {
  /** Of what does not change by itself; null = there are no instructions or no tools in it. */
  readonly instructions: string | null;
  readonly toolbox: string | null;
  readonly system: readonly Segment[];
  readonly tools: readonly Segment[];
  /** Whether its words are those of a call beside the conversation. */
  readonly isBeside: boolean;
  readonly size: ChatSize;
};

/** What leads a conversation, put together. */
export type Head = Pick<HeadPart, "system" | "tools" | "isBeside"> & { readonly root: Root };

/** One element of what leads a conversation, read alone. */
export const headPartOf = (
  { system, tools }: Pick<Chat, "system" | "tools">,
  size: ChatSize,
  measure: Measure,
): HeadPart => ({
  instructions: system.length === 0 ? null : hashOf(canonicalSystem(system)),
  toolbox: tools.length === 0 ? null : hashOf(canonicalTools(tools)),
  system: systemSegments(system, measure),
  tools: toolSegments(tools, measure),
  isBeside: system.some((block) => block.type === "text" && isBeside(block.text)),
  size,
});

/** All elements together; `led` are instructions that a format has among its messages. */
export const headOf = (parts: readonly HeadPart[], led: readonly string[]): Head => {
  if (parts.length + led.length === 0) return bareHead;
  const toolboxes = parts.flatMap(({ toolbox }) => toolbox ?? []);
  const instructions = [...parts.flatMap((part) => part.instructions ?? []), ...led];
  return {
    root: { system: hashOfAll(instructions), tools: hashOfAll(toolboxes), hasTools: toolboxes.length > 0 },
    system: parts.flatMap(({ system }) => system),
    tools: parts.flatMap(({ tools }) => tools),
    isBeside: parts.some((part) => part.isBeside),
  };
};

const hashOfAll = (hashes: readonly string[]): string => (hashes.length === 0 ? hashOfNone : hashOf(hashes.join()));

const hashOfNone = hashOf("");

/** Of a conversation that nothing leads. */
const bareHead: Head = {
  root: { system: hashOfNone, tools: hashOfNone, hasTools: false },
  system: [],
  tools: [],
  isBeside: false,
};
