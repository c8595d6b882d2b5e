import type { EditingMode } from "../core/memory.ts";

/** What may be left out of one conversation, and how much. */
export type Policy = {
  readonly mode: EditingMode;
  /** Shorter conversations are left as they are: messages. */
  readonly minMessages: number;
  /** Shorter pieces are left as they are: tokens. */
  readonly minTokens: number;
  /** How many results, the latest ones, are never touched by a batch. */
  readonly keep: number;
  /** Tools whose results go as they are. */
  readonly excludeTools: readonly string[];
  /** Whether what stands before a sealed thought may change, which drops the thought at the vendor. */
  readonly dropsBoundThinking: boolean;
  /** Whether what has gone out as it was may be changed at all, when that pays. */
  readonly batches: boolean;
  /** From how many of the user's turns on after it was last spoken of an image becomes a note. */
  readonly imageAge: number;
};

/** What a mode means where nobody has said more. */
export const policyOf = (mode: EditingMode): Policy => ({
  mode,
  minMessages: 0,
  minTokens: 60,
  keep: mode === "aggressive" ? 3 : 6,
  excludeTools: [],
  dropsBoundThinking: false,
  batches: mode !== "lossless",
  imageAge: 3,
});

const ranks: readonly EditingMode[] = ["lossless", "balanced", "aggressive"];

/** Whether what needs this mode at least may be done in that one. */
export const reaches = (mode: EditingMode, least: EditingMode): boolean => ranks.indexOf(mode) >= ranks.indexOf(least);
