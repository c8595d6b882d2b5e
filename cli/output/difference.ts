/** A piece of two texts: in both of them, only in the one before, or only in the one after. */
export type Piece = { readonly is: "same" | "gone" | "new"; readonly text: string };

/** More pairs of words, or of lines, than this are not compared: then all of the one is gone, and all of the other new. */
const mostPairs = 400_000;

/**
 * What became of a text: in the order of both, and to the byte. What is the same and what is gone is the text before, what is the
 * same and what is new the text after. Lines are found again first, then words within those that changed.
 */
export const difference = (before: string, after: string): readonly Piece[] => {
  const found = joined(compared(linesOf(before), linesOf(after)));
  const pieces: Piece[] = [];
  for (let at = 0; at < found.length; at++) {
    const [one, other] = [found[at], found[at + 1]];
    if (one === undefined) continue;
    if (one.is === "gone" && other?.is === "new") {
      pieces.push(...withinChanged(one, other));
      at++;
    } else pieces.push(one);
  }
  return joined(pieces);
};

/** Two texts that have little in common are told apart as a whole: single words that stand in both only confuse. */
const withinChanged = (one: Piece, other: Piece): readonly Piece[] => {
  const pieces = compared(wordsOf(one.text), wordsOf(other.text));
  const same = pieces.reduce((length, { is, text }) => length + (is === "same" ? text.trim().length : 0), 0);
  const own = other.text.replaceAll(new RegExp(placeholder, "g"), "").length;
  return same * 3 < Math.min(one.text.length, own) ? [one, other] : pieces;
};

/** What stands for something that was left out, in the words of the proxy. */
export const placeholder = /(\[[^[\]\n]*\bm_[a-z0-9]{4,16}\b[^[\]\n]*\])/;

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** A placeholder, what sets a colour, words, blanks, and each other sign by itself. */
const wordsOf = (text: string): readonly string[] =>
  text.split(placeholder).flatMap((part, at) => (at % 2 === 1 ? [part] : (part.match(words) ?? [])));

const words = /\u001b\[[\d;]*m|[\p{L}\p{N}_]+|[ \t]+|./gsu;

const compared = (before: readonly string[], after: readonly string[]): readonly Piece[] => {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const [one, other] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  return [
    ...before.slice(0, head).map((text): Piece => ({ is: "same", text })),
    ...(one.length * other.length > mostPairs ? [gone(one), added(other)] : between(one, other)),
    ...before.slice(before.length - tail).map((text): Piece => ({ is: "same", text })),
  ];
};

const gone = (parts: readonly string[]): Piece => ({ is: "gone", text: parts.join("") });
const added = (parts: readonly string[]): Piece => ({ is: "new", text: parts.join("") });

/** The way with the most in common, by the lengths of what the rest of both has in common. */
const between = (before: readonly string[], after: readonly string[]): readonly Piece[] => {
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  const at = (one: number, other: number): number => common[one * width + other] ?? 0;
  for (let one = before.length - 1; one >= 0; one--)
    for (let other = after.length - 1; other >= 0; other--)
      common[one * width + other] =
        before[one] === after[other] ? at(one + 1, other + 1) + 1 : Math.max(at(one + 1, other), at(one, other + 1));
  const pieces: Piece[] = [];
  let [one, other] = [0, 0];
  while (one < before.length || other < after.length) {
    const [was, is] = [before[one], after[other]];
    if (was !== undefined && was === is) {
      pieces.push({ is: "same", text: was });
      [one, other] = [one + 1, other + 1];
    } else if (was !== undefined && (is === undefined || at(one + 1, other) >= at(one, other + 1))) {
      pieces.push({ is: "gone", text: was });
      one++;
    } else {
      pieces.push({ is: "new", text: is ?? "" });
      other++;
    }
  }
  return pieces;
};

/** Neighbours of a kind are one piece; between two that are the same, what is gone stands before what is new. */
const joined = (pieces: readonly Piece[]): readonly Piece[] => {
  const result: Piece[] = [];
  let [gone, added] = ["", ""];
  const flush = (): void => {
    if (gone !== "") result.push({ is: "gone", text: gone });
    if (added !== "") result.push({ is: "new", text: added });
    [gone, added] = ["", ""];
  };
  for (const { is, text } of pieces) {
    if (text === "") continue;
    if (is === "gone") gone += text;
    else if (is === "new") added += text;
    else {
      flush();
      const last = result.at(-1);
      if (last?.is === "same") result[result.length - 1] = { is, text: last.text + text };
      else result.push({ is, text });
    }
  }
  flush();
  return result;
};
