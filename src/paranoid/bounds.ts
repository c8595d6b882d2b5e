import type { Broken } from "./violations.ts";

/** How much there is of something that has a bound. */
export type Bound = { readonly what: string; readonly is: number; readonly most: number };

/** Whatever grows has a bound and keeps to it (I-08). One that was lowered is given until the next look to be kept to. */
export const watchBounds = (broken: Broken): ((bounds: readonly Bound[]) => void) => {
  const before = new Map<string, number>();
  return (bounds) => {
    for (const { what, is, most } of bounds) {
      if (is > Math.max(most, before.get(what) ?? most)) broken("I-08", `${what}: ${is}, and ${most} at most`);
      before.set(what, most);
    }
  };
};
