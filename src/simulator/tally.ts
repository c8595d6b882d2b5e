/** Counts how often each thing came: tells how often it came before, and remembers that it came again. */
export type Tally = (thing: string) => number;

/** A tally that forgets the oldest things beyond `cap`. */
export const createTally = (cap = 10_000): Tally => {
  const counts = new Map<string, number>();
  return (thing) => {
    const before = counts.get(thing) ?? 0;
    counts.delete(thing);
    counts.set(thing, before + 1);
    const oldest = counts.size > cap ? counts.keys().next().value : undefined;
    if (oldest !== undefined) counts.delete(oldest);
    return before;
  };
};
