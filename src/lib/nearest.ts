/** The known word closest to a mistyped one; null when none is near enough to be meant. */
export const nearest = (word: string, known: readonly string[]): string | null => nearestFew(word, known, 1)[0] ?? null;

/** The few known words that may have been meant, closest first. */
export const nearestFew = (word: string, known: readonly string[], most = 3): readonly string[] =>
  (word.length > longest ? [] : known)
    .map((candidate) => ({ candidate, ...distanceTo(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= farthest(word, candidate))
    .sort((a, b) => a.distance - b.distance || a.edits - b.edits)
    .slice(0, most)
    .map(({ candidate }) => candidate);

/** Nobody mistypes a word of that length, and comparing it takes its time. */
const longest = 120;

/** Two slips in a word of four letters make another word; in a long one three may be slips. */
const farthest = (word: string, candidate: string): number => {
  const letters = Math.max(word.length, candidate.length);
  if (letters <= 4) return 1;
  return letters < 12 ? 2 : 3;
};

/**
 * How far a word is from another: its edits, or less where it is the beginning, so that `stat` finds `stats` and
 * `status`. Where much is missing, that may be a slip in another word as well.
 */
const distanceTo = (word: string, candidate: string): { readonly distance: number; readonly edits: number } => {
  const edits = editsBetween(word, candidate);
  const isBeginning = word !== candidate && word.length >= 3 && candidate.startsWith(word);
  return { distance: isBeginning ? (edits <= 3 ? 0.5 : 1) : edits, edits };
};

/** Letters to put in, take out or change; two in the wrong order count as one. */
const editsBetween = (word: string, candidate: string): number => {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: candidate.length + 1 }, (_, index) => index);
  for (let i = 1; i <= word.length; i++) {
    const next = [i];
    for (let j = 1; j <= candidate.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (word[i - 1] === candidate[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && word[i - 1] === candidate[j - 2] && word[i - 2] === candidate[j - 1];
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swapped));
    }
    [before, row] = [row, next];
  }
  return row[candidate.length] ?? 0;
};
