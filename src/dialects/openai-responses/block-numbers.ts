import type { Block, Origin } from "../../core/chat.ts";

/** Where the events of a stream are from: it has no places of its own. */
export const here: Origin = { dialect: "openai-responses", path: [] };
/** An event, or a block, that says nothing besides. */
export const bare = { extras: {}, origin: here };

/** Numbers the blocks of a stream, and remembers of what type they were. */
export type Blocks = { readonly begin: (content: Block) => number; readonly types: () => readonly Block["type"][] };

/** Blocks of one answer, counted from 0. */
export const blockNumbers = (): Blocks => {
  const types: Block["type"][] = [];
  return { begin: ({ type }) => types.push(type) - 1, types: () => types };
};
