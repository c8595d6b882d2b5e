/** How an answer comes: in how many pieces, and how long it was silent between them. Times are of the monotonic clock. */
export type Pace = {
  pieces: number;
  /** When the latest piece came; null = none has. */
  lastAt: number | null;
  longestGapMs: number;
  /** When that silence began; null = there have not been two pieces. */
  longestGapAt: number | null;
};

/** Of an answer that has not begun. */
export const noPace = (): Pace => ({ pieces: 0, lastAt: null, longestGapMs: 0, longestGapAt: null });

/** Another piece has come. */
export const stepAt = (pace: Pace, now: number): void => {
  const { lastAt } = pace;
  pace.pieces++;
  pace.lastAt = now;
  if (lastAt === null || now - lastAt < pace.longestGapMs) return;
  pace.longestGapMs = now - lastAt;
  pace.longestGapAt = lastAt;
};
