/** Words that are in every text and tell none from another. */
const stopWords: ReadonlySet<string> = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can
   could did do does doing done down during each few for from further get gets getting got had has have having he her
   here hers him his how i if in into is it its itself just let like ll me more most much my myself no nor not now of off
   oh ok on once one only or other our ours out over own re really s same she should so some such t than that the their
   theirs them then there these they thing things this those through to too under until up us ve very was we well were
   what when where which while who whom whose why will with would yeah yes you your yours yourself don doesn didn isn
   wasn aren weren hasn haven hadn won wouldn couldn shouldn im thats hey wow hi`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** What a text is found by: its words without their endings, names in code also by their parts. */
export const termsOf = (text: string): readonly string[] => {
  const terms: string[] = [];
  for (const [written] of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
    const parts = partsOf(written);
    if (parts.length > 1) terms.push(written.toLowerCase());
    for (const part of parts) {
      const word = part.toLowerCase();
      if (word !== "" && !stopWords.has(word)) terms.push(stemOf(word));
    }
  }
  return terms;
};

/** `readFileSync` and `read_file_sync` are found by `file` too. */
const partsOf = (written: string): readonly string[] =>
  /[a-z][A-Z]|_/.test(written) ? written.split(/_+|(?<=[a-z\d])(?=[A-Z])/).filter((part) => part !== "") : [written];

const vowel = /[aeiouy]/;

/** A word without what English puts at its end: `painted`, `painting` and `paints` are one. */
export const stemOf = (word: string): string => {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  return withoutFinalE(withoutSuffix(withoutTense(withoutPlural(word))));
};

const withoutPlural = (word: string): string => {
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
};

const withoutTense = (word: string): string => {
  const found = /(?:ing|ed)$/.exec(word);
  if (found === null) return word;
  const bare = word.slice(0, found.index);
  if (bare.length < 2 || !vowel.test(bare)) return word;
  if (bare.endsWith("i")) return `${bare.slice(0, -1)}y`;
  return /([bdfgmnprt])\1$/.test(bare) ? bare.slice(0, -1) : bare;
};

const suffixes: readonly (readonly [ending: string, instead: string])[] = [
  ["ational", "ate"],
  ["ization", "ize"],
  ["fulness", "ful"],
  ["iveness", "ive"],
  ["ation", "ate"],
  ["ment", ""],
  ["ness", ""],
  ["ity", ""],
  ["ful", ""],
  ["ally", "al"],
  ["ly", ""],
  ["ion", ""],
  ["er", ""],
  ["or", ""],
];

const withoutSuffix = (word: string): string => {
  for (const [ending, instead] of suffixes) {
    const bare = word.slice(0, -ending.length);
    if (word.endsWith(ending) && bare.length >= 4 && vowel.test(bare)) return bare + instead;
  }
  return word;
};

const withoutFinalE = (word: string): string => {
  const bare = word.length > 4 && word.endsWith("e") ? word.slice(0, -1) : word;
  return bare.length > 3 && bare.endsWith("y") ? `${bare.slice(0, -1)}i` : bare;
};
