/** Runs of what names, paths, addresses and flags are made of; one class, so no text takes it longer than its length. */
const runs = /[\w$.@~/:%+#-]{6,}/g;

/** Longer runs are data, not names. */
const maxRun = 160;

/** So much of what is left out is looked at: more names than that would not be listed anyway. */
const maxScanned = 96 * 1024;

/** Shorter ones are told by their neighbours, and there are too many. */
const minName = 6;

/** How likely a name is to be used again, by its form; the first that fits. */
const forms: readonly (readonly [pattern: RegExp, rank: number])[] = [
  [/[^/]\/[^/]/, 4], // a path or an address
  [/^[0-9a-f]{7,}$/, 3], // a hash
  [/[a-z][A-Z]|[\w$]_[\w$]|^--?\w/, 3], // a name that a program gave, a flag
  [/\d/, 2],
  [/^[A-Z]/, 2],
  [/./, 1], // a word
];

const ranks = [4, 3, 2, 1] as const;

/**
 * The names in a text that are not in another, those that are likeliest to be used later first in line, as many as fit
 * into so many characters; in the order of the text.
 */
export const namesIn = (text: string, known: string, maxChars: number): readonly string[] => {
  const seen = new Set(partsOf(known.slice(0, maxScanned)));
  const found: string[] = [];
  for (const name of partsOf(text.slice(0, maxScanned))) {
    if (seen.has(name)) continue;
    seen.add(name);
    found.push(name);
  }
  return chosen(found, maxChars);
};

/** The names in a text, one after the other: paths whole and then without their parts. */
function* partsOf(text: string): Generator<string> {
  for (const [run] of text.matchAll(runs)) {
    if (run.length > maxRun) continue;
    for (const part of run.includes("/") ? [trimmed(run)] : run.split(/[^\w$-]+/)) {
      if (part.length >= minName && /[A-Za-z]/.test(part)) yield part;
    }
  }
}

/** Without the full stop of a sentence, or the line behind a path. */
const trimmed = (path: string): string => {
  const end = path.search(/(?:[.:%+#-]\d*)+$/);
  return end < 0 ? path : path.slice(0, end);
};

const rankOf = (name: string): number => forms.find(([pattern]) => pattern.test(name))?.[1] ?? 1;

const chosen = (names: readonly string[], maxChars: number): readonly string[] => {
  const ranked = names.map(rankOf);
  const takes = new Uint8Array(names.length);
  let left = maxChars;
  for (const rank of ranks) {
    names.forEach((name, at) => {
      if (ranked[at] !== rank || left < name.length + 1) return;
      left -= name.length + 1;
      takes[at] = 1;
    });
  }
  return names.filter((_, at) => takes[at] === 1);
};
