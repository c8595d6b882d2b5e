/** The known word closest to a mistyped one; null when none is near enough to be meant. */
export const nearest = (word: string, known: readonly string[]): string | null => nearestFew(word, known, 1)[0] ?? null;

/** The few known words that may have been meant, closest first. */
export const nearestFew = (word: string, known: readonly string[], most = 3): readonly string[] =>
  known
    .map((candidate) => ({ candidate, distance: distanceTo(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(word.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate);

/** Levenshtein distance; a common beginning counts as half as near, so that `stat` finds `stats` and `status`. */
const distanceTo = (word: string, candidate: string): number => {
  if (word.length >= 3 && candidate.startsWith(word)) return 0.5;
  let row = Array.from({ length: candidate.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...word].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...candidate].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[candidate.length] ?? 0;
};
