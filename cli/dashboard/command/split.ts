/** What was typed as words, and the one that is being typed; quotes keep spaces together. */
export type Typed = { readonly words: readonly string[]; readonly last: string; readonly lastFrom: number };

/** Cuts a line into words as a shell would, as far as people here need it. */
export const splitWords = (text: string): Typed => {
  const words: string[] = [];
  let lastFrom = text.length;
  let last = "";
  for (const { 0: word, index } of text.matchAll(/(?:"[^"]*"?|'[^']*'?|[^\s"'])+/g)) {
    const isLast = index + word.length === text.length;
    const bare = word.replaceAll(
      /"([^"]*)"?|'([^']*)'?/g,
      (_, double?: string, single?: string) => double ?? single ?? "",
    );
    if (isLast) [last, lastFrom] = [bare, index];
    else words.push(bare);
  }
  return { words, last, lastFrom };
};

/** A word as it has to be typed. */
export const quoted = (word: string): string => (/[\s"']/.test(word) ? `"${word.replaceAll('"', "")}"` : word);
