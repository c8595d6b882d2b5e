import type { Arm, Goal } from "./arms.ts";

/** What came of one conversation. */
export type Result = {
  /** Net dollars saved, as a share of what it would have cost: at most 1, negative where it cost more. */
  readonly savedShare: number;
  /** How often something was wanted back, for each of its requests: from 0 to 1. */
  readonly regret: number;
};

/** What came of all conversations that one arm was picked for: their number, and means of which old ones fade. */
export type Experience = Result & { readonly sessions: number };

/** What is known of each arm. */
export type Experiences = Readonly<Partial<Record<Arm, Experience>>>;

/** Means forget what was longer ago than so many conversations: projects change. */
const remembered = 50;

/** What is known with one conversation more. */
export const learnt = (before: Experience | undefined, { savedShare, regret }: Result): Experience => {
  const { sessions, ...means } = before ?? { sessions: 0, savedShare: 0, regret: 0 };
  const weight = 1 / Math.min(sessions + 1, remembered);
  return {
    sessions: sessions + 1,
    savedShare: means.savedShare + (savedShare - means.savedShare) * weight,
    regret: means.regret + (regret - means.regret) * weight,
  };
};

/** What an arm is worth to who counts a regret so. */
export const rewardOf = ({ savedShare, regret }: Result, lambda: number): number => savedShare - lambda * regret;

/** What is expected of an arm that nobody has tried, and how far single conversations lie apart. */
const expected = 0.3;
const spread = 0.25;

/**
 * The arm for the next conversation, by Thompson sampling: each is drawn from what may be true of it, and the best draw
 * wins. What is not known well is tried now and then, what is known to be worse hardly ever. `random` gives numbers from
 * 0 to below 1.
 */
export const pickedArm = (known: Experiences, { arms, lambda }: Goal, random: () => number): Arm => {
  let best: { readonly arm: Arm; readonly draw: number } | null = null;
  for (const arm of arms) {
    const draw = drawOf(known[arm], lambda, random);
    if (best === null || draw > best.draw) best = { arm, draw };
  }
  return best?.arm ?? "lossless";
};

const drawOf = (known: Experience | undefined, lambda: number, random: () => number): number => {
  const seen = Math.min(known?.sessions ?? 0, remembered);
  const mean = known === undefined ? expected : (expected + seen * rewardOf(known, lambda)) / (1 + seen);
  return mean + (spread * normal(random)) / Math.sqrt(1 + seen);
};

/** A number of the normal distribution, by Box and Muller. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
