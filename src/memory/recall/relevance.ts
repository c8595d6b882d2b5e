import type { Block } from "./block.ts";
import { indexOf, type TermIndex } from "./term-index.ts";
import { termsOf } from "./words.ts";

/** A name of who speaks is in half of all questions, and in half of all that is said. */
const speakerWeight = 0.3;

/** What the best ones have in common is asked for too, but only so much: the terms of so many, so many of them. */
const related = { weight: 0.2, from: 5, terms: 10 } as const;

/** An answer stands beside its question, and the one after it. */
const besideWeight = 0.5;
const nextButOneWeight = 0.2;

/** A sitting in which much was said of it, by its best blocks. */
const sitting = { weight: 0.3, best: 3 } as const;

/** Answers questions about the same blocks, any number of them. */
export type Relevance = (query: string) => Float64Array;

/** How much each of these blocks has to do with a question; they stand in the order in which they came. */
export const relevanceIn = (blocks: readonly Block[]): Relevance => {
  const index = indexOf(blocks.map(({ text, when }) => [...termsOf(text), ...(when === null ? [] : termsOf(when))]));
  const speakers = new Set(blocks.flatMap(({ speaker }) => (speaker === null ? [] : termsOf(speaker))));
  return (query) => {
    const asked = new Map(termsOf(query).map((term) => [term, speakers.has(term) ? speakerWeight : 1]));
    const first = index.scores(asked);
    const widened = withRelated(asked, first, index);
    const own = widened.size === asked.size ? first : index.scores(widened);
    return withSittings(blocks, own, withNeighbours(blocks, own));
  };
};

/** The question, and the terms that the best blocks for it share. */
const withRelated = (
  asked: ReadonlyMap<string, number>,
  scores: Float64Array,
  index: TermIndex,
): ReadonlyMap<string, number> => {
  const best = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, related.from);
  const most = scores[best[0] ?? 0] ?? 0;
  if (most === 0) return asked;
  const shared = new Map<string, number>();
  for (const position of best) {
    for (const term of index.termsAt(position)) {
      const frequency = index.frequency(term);
      if (frequency < 2 || asked.has(term)) continue;
      const gain = Math.log(1 + index.size / frequency) * ((scores[position] ?? 0) / most);
      shared.set(term, (shared.get(term) ?? 0) + gain);
    }
  }
  const added = [...shared].sort(([, a], [, b]) => b - a).slice(0, related.terms);
  const [, strongest] = added[0] ?? ["", 1];
  return new Map([...asked, ...added.map(([term, gain]) => [term, (related.weight * gain) / strongest] as const)]);
};

const withNeighbours = (blocks: readonly Block[], own: Float64Array): Float64Array => {
  const from = (position: number, step: number): number => {
    const isBeside = blocks[position + step]?.group === blocks[position]?.group;
    return isBeside ? (own[position + step] ?? 0) : 0;
  };
  return own.map(
    (score, at) =>
      score + besideWeight * (from(at, -1) + from(at, 1)) + nextButOneWeight * (from(at, -2) + from(at, 2)),
  );
};

const withSittings = (blocks: readonly Block[], own: Float64Array, scores: Float64Array): Float64Array => {
  const groups = Map.groupBy(own.keys(), (at) => blocks[at]?.group ?? "");
  const means = new Map(
    [...groups].map(([group, members]) => {
      const best = members.map((at) => own[at] ?? 0).sort((a, b) => b - a);
      return [group, best.slice(0, sitting.best).reduce((sum, score) => sum + score, 0) / sitting.best];
    }),
  );
  return scores.map((score, at) => score + sitting.weight * (means.get(blocks[at]?.group ?? "") ?? 0));
};
