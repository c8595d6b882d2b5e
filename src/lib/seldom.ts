/** Says at most one thing in so many milliseconds; what comes in between is counted and told with the next one. */
export const seldom = (say: (text: string) => void, everyMs: number, tick: () => number): ((text: string) => void) => {
  let last = Number.NEGATIVE_INFINITY;
  let unsaid = 0;
  return (text) => {
    if (tick() - last < everyMs) {
      unsaid++;
      return;
    }
    say(unsaid === 0 ? text : `${text} (and ${unsaid} more such messages)`);
    last = tick();
    unsaid = 0;
  };
};
