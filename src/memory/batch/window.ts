import type { Moment } from "../policy/moment.ts";

/** From which part of the window on it is too full, and to which it is emptied. */
const on = 0.85;
const off = 0.7;

/** What cannot empty it so far has to give this part of it at least: else there would be a batch at every turn. */
const least = 0.05;

/** Whether the model's window is so full that this has to be left out. It takes as long to fill again as it was emptied for. */
export const isForced = (
  tokens: number,
  gain: number,
  { windowTokens, headTokens }: Pick<Moment, "windowTokens" | "headTokens">,
): boolean => {
  if (windowTokens === null) return false;
  const all = tokens + headTokens;
  if (all <= on * windowTokens) return false;
  return all - gain <= off * windowTokens || gain >= least * windowTokens;
};
