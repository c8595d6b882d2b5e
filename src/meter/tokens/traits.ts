/** What a text is made of, as far as its number of tokens goes; the names of the places in `traitsOf`. */
export const traitNames = [
  "words", // runs of Latin letters, cut where a small letter meets a capital
  "longLetters", // letters of a word beyond the fifth
  "veryLongLetters", // letters of a word beyond the twelfth: no word of a language
  "capitals", // in a word of capitals or after the first letter
  "bareWords", // words that follow something else than a space: they rarely are one token with it
  "numbers", // digits, in threes
  "signRuns", // runs of punctuation
  "signs", // beyond the second of a run, up to its sixteenth
  "lineEnds", // runs of them, with what is indented
  "blanks", // runs of two spaces and more
  "ideographs", // Chinese, Japanese, Korean
  "foreignLetters", // letters of other scripts and letters with accents
  "halves", // halves of surrogate pairs: emoji and rare letters
  "rules", // signs of a run beyond the sixteenth, by 32
] as const;

const small = 0;
const capital = 1;
const digit = 2;
const space = 3;
const lineEnd = 4;
const sign = 5;
const foreign = 6;
const ideograph = 7;
const half = 8;

const ascii = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 97 && code <= 122) return small;
  if (code >= 65 && code <= 90) return capital;
  if (code >= 48 && code <= 57) return digit;
  if (code === 32 || code === 9) return space;
  return code === 10 || code === 13 ? lineEnd : sign;
});

const kindOf = (code: number): number => {
  if (code < 128) return ascii[code] as number;
  if (code >= 0xd800 && code <= 0xdfff) return half;
  const isIdeograph = (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7af);
  if (isIdeograph || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xff00 && code <= 0xffef)) return ideograph;
  return code >= 0x2000 && code <= 0x2bff ? sign : foreign;
};

/** One array for all: nothing is allocated, and whoever wants to keep the values copies them. */
const traits = new Float64Array(traitNames.length);

/** Goes through a text once. The result is overwritten by the next call. */
export const traitsOf = (text: string): Float64Array => {
  traits.fill(0);
  let start = 0;
  let before = lineEnd;
  while (start < text.length) {
    const kind = kindOf(text.charCodeAt(start));
    const isWord = kind === small || kind === capital;
    const end = isWord ? wordEnd(text, start) : runEnd(text, start, kind);
    if (isWord) addWord(end - start, before);
    else addRun(kind, end - start);
    before = kind;
    start = end;
  }
  return traits;
};

/** Where a word ends; counts its capitals on the way. */
const wordEnd = (text: string, start: number): number => {
  let last = kindOf(text.charCodeAt(start));
  let capitals = 0;
  let at = start + 1;
  for (; at < text.length; at++) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind > capital || (kind === capital && last === small)) break;
    if (kind === capital) capitals++;
    last = kind;
  }
  add(3, capitals);
  return at;
};

const runEnd = (text: string, start: number, kind: number): number => {
  let at = start + 1;
  while (at < text.length && kindOf(text.charCodeAt(at)) === kind) at++;
  return at;
};

const addWord = (length: number, before: number): void => {
  add(0, 1);
  if (length > 5) add(1, length - 5);
  if (length > 12) add(2, length - 12);
  if (before !== space) add(4, 1);
};

const addRun = (kind: number, length: number): void => {
  if (kind === digit) add(5, Math.ceil(length / 3));
  else if (kind === sign) {
    add(6, 1);
    if (length > 2) add(7, Math.min(length - 2, 14));
    if (length > 16) add(13, (length - 16) / 32);
  } else if (kind === lineEnd) add(8, 1);
  else if (kind === space && length > 1) add(9, 1 + Math.floor(length / 80));
  else if (kind === ideograph) add(10, length);
  else if (kind === foreign) add(11, length);
  else if (kind === half) add(12, length);
};

const add = (trait: number, amount: number): void => {
  traits[trait] = (traits[trait] as number) + amount;
};
