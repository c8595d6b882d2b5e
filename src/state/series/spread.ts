/** Hears what a step gets: `at` counts the steps of `stepMs` since 1970. */
type Add = (at: number, amount: number) => void;

/** Spreads a whole number evenly over a time, in whole numbers that together are just that. */
export const spread = (amount: number, from: number, to: number, stepMs: number, add: Add): void => {
  const last = Math.floor(to / stepMs);
  const lengthMs = to - from;
  let given = 0;
  for (let at = Math.floor(from / stepMs); at < last && lengthMs > 0; at++) {
    const due = Math.round((amount * ((at + 1) * stepMs - from)) / lengthMs);
    if (due > given) add(at, due - given);
    given = due;
  }
  if (amount > given) add(last, amount - given);
};
