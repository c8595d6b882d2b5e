/** A text told as copies of another's lines and lines of its own: each line is one or the other. */
const copy = /^= (\d+)-(\d+)(?: from (\d+))?$/;

/** Fewer lines are said again. */
const minCopied = 3;

/** So many places are tried for a line: lines that stand everywhere (a brace, nothing) tell no place. */
const maxPlaces = 8;

/**
 * `text` as lines of `other` (`= 12-40`, with numbers of their own `= 12-40 from 15`) and its own lines; null where that
 * would not give it back word for word.
 */
export const asCopies = (text: string, other: string): string | null => {
  const lines = text.split("\n");
  if (lines.some((line) => copy.test(line))) return null;
  const found = copiesIn(lines.map(cut), other.split("\n").map(cut));
  const told = found.map((one) => (typeof one === "number" ? (lines[one] ?? "") : one.said)).join("\n");
  return fromCopies(told, other) === text ? told : null;
};

/** The text that was told as copies of another's lines. */
export const fromCopies = (told: string, other: string): string => {
  const source = other.split("\n");
  return told
    .split("\n")
    .flatMap((line) => {
      const [, from, to, first] = copy.exec(line) ?? [];
      if (from === undefined || to === undefined) return [line];
      const copied = source.slice(Number(from) - 1, Number(to));
      return first === undefined ? copied : copied.map((one, at) => renumbered(one, Number(first) + at));
    })
    .join("\n");
};

/** A line without the number that a tool put before it. */
type Cut = { readonly number: number | null; readonly rest: string };

const numbered = /^( *)(\d{1,7})(→|\t)/;

const cut = (line: string): Cut => {
  const [head, , number] = numbered.exec(line) ?? [];
  return number === undefined || head === undefined
    ? { number: null, rest: line }
    : { number: Number(number), rest: line.slice(head.length - 1) };
};

const renumbered = (line: string, number: number): string =>
  line.replace(numbered, (_, blanks: string, old: string, sign: string) => {
    const width = blanks.length + old.length;
    return `${blanks === "" ? String(number) : String(number).padStart(width)}${sign}`;
  });

type Copy = { readonly said: string };

/** The numbers of lines of its own, and copies. */
const copiesIn = (lines: readonly Cut[], source: readonly Cut[]): readonly (number | Copy)[] => {
  const places = placesOf(source);
  const told: (number | Copy)[] = [];
  for (let at = 0; at < lines.length; ) {
    const { from, length } = longest(lines, at, source, places.get(lines[at]?.rest ?? "") ?? []);
    if (length < minCopied) {
      told.push(at);
      at += 1;
      continue;
    }
    const first = lines[at]?.number ?? null;
    const isMoved = first !== null && first !== source[from]?.number;
    told.push({ said: `= ${from + 1}-${from + length}${isMoved ? ` from ${first}` : ""}` });
    at += length;
  }
  return told;
};

const placesOf = (source: readonly Cut[]): ReadonlyMap<string, readonly number[]> => {
  const places = new Map<string, number[]>();
  source.forEach(({ rest }, at) => {
    const known = places.get(rest);
    if (known === undefined) places.set(rest, [at]);
    else if (known.length < maxPlaces) known.push(at);
  });
  return places;
};

const longest = (
  lines: readonly Cut[],
  at: number,
  source: readonly Cut[],
  places: readonly number[],
): { readonly from: number; readonly length: number } => {
  let best = { from: 0, length: 0 };
  for (const from of places) {
    let length = 0;
    while (isAlike(lines, at, source, from, length)) length += 1;
    if (length > best.length) best = { from, length };
  }
  return best;
};

/** Whether one more line is the same, with a number that goes on as the first ones did. */
const isAlike = (lines: readonly Cut[], at: number, source: readonly Cut[], from: number, length: number): boolean => {
  const mine = lines[at + length];
  const theirs = source[from + length];
  if (mine === undefined || theirs === undefined || mine.rest !== theirs.rest) return false;
  if (mine.number === null || theirs.number === null) return mine.number === theirs.number;
  return mine.number - theirs.number === (lines[at]?.number ?? 0) - (source[from]?.number ?? 0);
};
