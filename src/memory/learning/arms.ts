import type { EditingMode, RewardProfile } from "../../core/memory.ts";

/** What learning picks from, the most careful first. */
export const armNames = ["lossless", "live", "batch", "aggressive"] as const;

/** One of them. */
export type Arm = (typeof armNames)[number];

/** What an arm means: a mode, and whether what has gone out may be changed at all, when that pays. */
export const arms: Readonly<Record<Arm, { readonly mode: EditingMode; readonly batches: boolean }>> = {
  lossless: { mode: "lossless", batches: false },
  live: { mode: "balanced", batches: false },
  batch: { mode: "balanced", batches: true },
  aggressive: { mode: "aggressive", batches: true },
};

/** What a profile goes for. */
export type Goal = {
  /** Nothing else is ever picked. */
  readonly arms: readonly Arm[];
  /** How much a regret takes away: 1 = one in each request is as bad as all that a conversation costs. */
  readonly lambda: number;
};

/** What each profile goes for. */
export const goals: Readonly<Record<RewardProfile, Goal>> = {
  QUALITY: { arms: ["lossless", "live"], lambda: 4 },
  BALANCED: { arms: ["lossless", "live", "batch"], lambda: 2 },
  COST: { arms: ["live", "batch", "aggressive"], lambda: 1 },
};
