import type { Block } from "./block.ts";
import { type Relevance, relevanceIn } from "./relevance.ts";

/** What is wanted back. */
export type Wanted = {
  readonly query: string;
  /** So many blocks at most. */
  readonly limit: number;
  /** So many tokens at most; null = as many as the blocks have. */
  readonly maxTokens: number | null;
  /** What is less likely to be asked for again is left where it is, unless somebody pinned it. */
  readonly minImportance: number;
  /** By what part the weight of a block falls with each day; 0 = what is old counts like what is new. */
  readonly decay: number;
  readonly now: number;
};

/** A block that was chosen, and how much it has to do with what was asked: 1 is the best of all. */
export type Recalled = { readonly block: Block; readonly score: number };

/** What these blocks have to say to a question: the best ones, always in the order in which they came. */
export const recall = (blocks: readonly Block[], wanted: Wanted): readonly Recalled[] =>
  recallBy(blocks, relevanceIn(blocks), wanted);

/** The same for who asks more than once. */
export const recallBy = (blocks: readonly Block[], relevance: Relevance, wanted: Wanted): readonly Recalled[] => {
  const scores = weighed(blocks, relevance(wanted.query), wanted);
  const ranked = [...scores.keys()]
    .filter((at) => (scores[at] ?? 0) > 0)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || b - a);
  const best = scores[ranked[0] ?? 0] ?? 0;
  return within(blocks, ranked, wanted)
    .sort((a, b) => a - b)
    .flatMap((at) => {
      const block = blocks[at];
      return block === undefined ? [] : [{ block, score: (scores[at] ?? 0) / best }];
    });
};

const dayMs = 86_400_000;

/** What is important counts up to half as much again; what is old counts less. */
const weighed = (blocks: readonly Block[], scores: Float64Array, { minImportance, decay, now }: Wanted): Float64Array =>
  scores.map((score, position) => {
    const block = blocks[position];
    if (block === undefined || (block.importance < minImportance && !block.isPinned)) return 0;
    const days = block.at === null ? 0 : Math.max(0, now - block.at) / dayMs;
    const age = block.isPinned ? 1 : (1 - decay) ** days;
    return score * age * (1 + (block.isPinned ? 0.5 : block.importance / 2));
  });

/** The best that there is room for: a large one leaves room to smaller ones behind it. */
const within = (blocks: readonly Block[], ranked: readonly number[], { limit, maxTokens }: Wanted): number[] => {
  let left = maxTokens ?? Number.POSITIVE_INFINITY;
  const chosen: number[] = [];
  for (const at of ranked) {
    const tokens = blocks[at]?.tokens ?? 0;
    if (chosen.length >= limit) break;
    if (tokens > left) continue;
    left -= tokens;
    chosen.push(at);
  }
  return chosen;
};
