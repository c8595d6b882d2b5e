/** Paths, and words as programs have them: what a later call is likely to name. */
const name =
  /(?:~|\.{1,2})?(?:\/?[\w@.+-]+\/)+[\w@.+-]+|[A-Za-z_$][\w$]*(?:[.:-]{1,2}[A-Za-z_$][\w$]*)*|\b\d[\w-]{7,}/g;

/** What stands before a name where it is given its meaning. */
const defining =
  /\b(?:def|class|function|func|fn|const|let|var|interface|type|struct|enum|trait|impl|import|from|export)\s+$/;

/** So much of each end of a long text is looked at: this has to be quick. */
const endChars = 12_000;

const shortest = 6;

type Found = { readonly name: string; readonly at: number; weight: number };

/** The names in a text that are most likely to be spoken of again, in their order there; all together no longer than that. */
export const namesIn = (text: string, maxChars: number): readonly string[] => {
  const found = new Map<string, Found>();
  for (const { part, start } of endsOf(text)) {
    for (const match of part.matchAll(name)) {
      const word = match[0].replace(/[.:-]+$/, "");
      const weight = weightOf(word, part.slice(Math.max(0, match.index - 12), match.index));
      if (word.length < shortest || word.length > 120 || weight === 0) continue;
      const before = found.get(word);
      if (before === undefined) found.set(word, { name: word, at: start + match.index, weight });
      else before.weight += 0.3; // what is said often is what it is about
    }
  }
  const taken: Found[] = [];
  let left = maxChars;
  for (const one of [...found.values()].sort((a, b) => b.weight - a.weight || a.at - b.at)) {
    if (one.name.length + 1 > left) continue;
    taken.push(one);
    left -= one.name.length + 1;
  }
  return taken.sort((a, b) => a.at - b.at).map((one) => one.name);
};

const endsOf = (text: string): readonly { readonly part: string; readonly start: number }[] => {
  if (text.length <= 2 * endChars) return [{ part: text, start: 0 }];
  const start = text.length - endChars;
  return [
    { part: text.slice(0, endChars), start: 0 },
    { part: text.slice(start), start },
  ];
};

/** How likely it is that somebody speaks of it again: a plain word is none. */
const weightOf = (word: string, before: string): number => {
  const isDefined = defining.test(before);
  if (word.includes("/")) return /\.\w{1,5}$/.test(word) ? 4 : 2.5;
  if (/\w\.\w{1,4}$/.test(word)) return 3.5; // a file
  const isMade = /[a-z][A-Z]|_|\d|\$|[a-z][.:][A-Za-z]/.test(word);
  if (!isMade && !isDefined) return 0;
  return (isMade ? 2 : 1) + (isDefined ? 2 : 0);
};
