/** Where which terms stand. */
export type TermIndex = {
  readonly size: number;
  /** In how many texts a term is. */
  readonly frequency: (term: string) => number;
  /** The terms of one text, each once. */
  readonly termsAt: (position: number) => ReadonlySet<string>;
  /** How well each text answers to these terms, each with its weight. */
  readonly scores: (weights: ReadonlyMap<string, number>) => Float64Array;
};

/** How soon one more of a term adds nothing, and how much a long text has to say more: BM25's usual ones. */
const saturation = 1.2;
const lengthMatters = 0.75;

/** An index of these texts, by BM25. */
export const indexOf = (texts: readonly (readonly string[])[]): TermIndex => {
  const postings = new Map<string, Map<number, number>>();
  texts.forEach((terms, position) => {
    for (const term of terms) {
      const places = postings.get(term) ?? new Map<number, number>();
      postings.set(term, places.set(position, (places.get(position) ?? 0) + 1));
    }
  });
  const size = texts.length;
  const meanLength = Math.max(1, texts.reduce((sum, terms) => sum + terms.length, 0) / Math.max(1, size));
  const longer = texts.map((terms) => 1 - lengthMatters + (lengthMatters * terms.length) / meanLength);
  return {
    size,
    frequency: (term) => postings.get(term)?.size ?? 0,
    termsAt: (position) => new Set(texts[position]),
    scores: (weights) => {
      const scores = new Float64Array(size);
      for (const [term, weight] of weights) {
        const places = postings.get(term);
        if (places === undefined) continue;
        const rarity = Math.log(1 + (size - places.size + 0.5) / (places.size + 0.5));
        for (const [position, count] of places) {
          const share = (count * (saturation + 1)) / (count + saturation * (longer[position] ?? 1));
          scores[position] = (scores[position] ?? 0) + weight * rarity * share;
        }
      }
      return scores;
    },
  };
};
