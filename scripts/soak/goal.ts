/** One line: what was measured beside what it should be. */
export type Goal = { readonly what: string; readonly is: string; readonly goal: string; readonly isMet: boolean };

/** A line for this. */
export const goal = (what: string, is: number | string, wanted: string, isMet: boolean): Goal => ({
  ...{ what, is: String(is), goal: wanted, isMet },
});
