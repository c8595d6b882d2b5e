/** A budget of tries that fills up again by itself. */
export type Bucket = {
  /** Takes one try: 0 when there was one, else how many milliseconds it takes until there is. */
  readonly take: () => number;
};

/** A bucket that begins full. */
export const createBucket = (size: number, perSecond: number, tick: () => number): Bucket => {
  let level = size;
  let at = tick();
  return {
    take: () => {
      const now = tick();
      level = Math.min(size, level + ((now - at) * perSecond) / 1000);
      at = now;
      if (level < 1) return Math.ceil(((1 - level) * 1000) / perSecond);
      level -= 1;
      return 0;
    },
  };
};
