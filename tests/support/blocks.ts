import type { Block } from "../../src/memory/recall/block.ts";

/** Blocks that say this, one after the other, in one sitting. */
export const blocksOf = (texts: readonly string[], more: Partial<Block> = {}): readonly Block[] =>
  texts.map((text, at) => ({
    ...{ id: String(at), text, speaker: null, when: null, at: null, group: "", tokens: 10, importance: 0.5 },
    ...{ isPinned: false, ...more },
  }));
