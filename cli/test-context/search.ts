/** What is known of a window so far, in tokens. */
export type Known = {
  /** The longest prompt that went through. */
  readonly fits: number;
  /** The shortest that was refused; null = none yet. */
  readonly tooLong: number | null;
  /** What the vendor itself says when it refuses; null = it does not. */
  readonly said: number | null;
  /** What the price book has; null = nothing. */
  readonly book: number | null;
};

/** How exact is exact enough at this length. */
export const tolerance = (tokens: number): number => Math.max(16, Math.round(tokens / 500));

/**
 * The length to try next; null = it is known, or nothing longer is tried. What is refused costs nothing, so it begins just
 * beyond what is likely, goes on just below it, and halves what is left only where that was wrong.
 */
export const nextLength = ({ fits, tooLong, said, book }: Known, longest: number): number | null => {
  const likely = said ?? book;
  const margin = Math.floor(tolerance(likely ?? 0) / 2);
  const slack = Math.ceil(margin / 4); // words do not make every number of tokens
  if (tooLong === null) {
    if (fits >= longest - tolerance(longest)) return null;
    const beyond = likely !== null && likely + margin > fits + slack ? likely + margin : Math.max(fits * 2, shortest);
    return Math.min(beyond, longest);
  }
  if (tooLong - fits <= tolerance(tooLong)) return null;
  const around = likely === null ? [] : [likely + margin, likely - margin];
  return around.find((tokens) => tokens > fits + slack && tokens < tooLong - slack) ?? Math.floor((fits + tooLong) / 2);
};

/** Where nothing is known, no window is smaller. */
const shortest = 8192;

/** Most tries that a search can take. */
export const mostTries = 48;

/** The prompts that would go through, and so be paid for, if this were the window and the vendor did not say so. */
export const paidLengths = (window: number, book: number | null, longest: number): readonly number[] => {
  const paid: number[] = [];
  let known: Known = { fits: 0, tooLong: null, said: null, book };
  for (let tries = 0; tries < mostTries; tries++) {
    const next = nextLength(known, longest);
    if (next === null) break;
    if (next <= window) paid.push(next);
    known = next <= window ? { ...known, fits: next } : { ...known, tooLong: next };
  }
  return paid;
};
