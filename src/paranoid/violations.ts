/** What must always hold, by the number that tests and documents give it. */
export type InvariantId =
  | "I-01"
  | "I-02"
  | "I-03"
  | "I-04"
  | "I-05"
  | "I-06"
  | "I-07"
  | "I-08"
  | "I-09"
  | "I-10"
  | "I-11"
  | "I-12";

/** Tells that one of them did not hold, with what was seen; never a key, a header or a body. */
export type Broken = (id: InvariantId, what: string) => void;

/** How often each was broken; one that never was is not in it. */
export type Violations = Readonly<Partial<Record<InvariantId, number>>>;

/** Counts what is told of and passes the first few of each on, so that one mistake in a loop does not fill the log. */
export const countViolations = (tell: Broken): { readonly broken: Broken; readonly counts: () => Violations } => {
  const counts: Partial<Record<InvariantId, number>> = {};
  return {
    broken: (id, what) => {
      const count = (counts[id] ?? 0) + 1;
      counts[id] = count;
      if (count <= maxTold) tell(id, what);
    },
    counts: () => ({ ...counts }),
  };
};

const maxTold = 20;
