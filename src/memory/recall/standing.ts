import { within } from "./importance.ts";

/** Names in code and paths, as later words would come back to them. */
const names = /[A-Za-z_][\w./-]{5,80}/g;

/** So many of a text say enough about it. */
const mostNames = 200;

/** For what is new in a text, and for what of that is spoken of again. */
const newWeight = 0.1;
const againWeight = 0.2;

/** This many that are spoken of again are as good as more. */
const plenty = 8;

/** What texts gain in importance by their place among the others, in the order in which they came. */
export const standingsOf = (texts: readonly string[]): readonly number[] => {
  const firstIn = new Map<string, number>();
  const again = texts.map(() => 0);
  const fresh = texts.map((text, at) => {
    const own = [...new Set(text.slice(0, 50_000).match(names))].slice(0, mostNames);
    let isNew = 0;
    for (const name of own) {
      const first = firstIn.get(name);
      if (first === undefined) {
        firstIn.set(name, at);
        isNew++;
      } else again[first] = (again[first] ?? 0) + 1;
    }
    return own.length === 0 ? 0 : isNew / own.length;
  });
  return fresh.map((share, at) => within(newWeight * share + againWeight * Math.min(1, (again[at] ?? 0) / plenty)));
};
