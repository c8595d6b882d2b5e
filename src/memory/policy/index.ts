import type { EditingMode } from "../../core/memory.ts";

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
  /** Whether what tools say of their surroundings in a person's messages may be left out. */
  readonly environments: boolean;
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
  environments: true,
  imageAge: 3,
});

/** What people say of what may be left out, whatever the mode; 0 = as the mode has it. */
export type PolicyWishes = Pick<
  Policy,
  "minMessages" | "minTokens" | "keep" | "excludeTools" | "dropsBoundThinking" | "environments" | "imageAge"
>;

/** What a mode means with that. */
export const policyWith = (mode: EditingMode, wishes: PolicyWishes): Policy => {
  const own = policyOf(mode);
  return { ...own, ...wishes, minTokens: wishes.minTokens || own.minTokens, keep: wishes.keep || own.keep };
};

const ranks: readonly EditingMode[] = ["lossless", "balanced", "aggressive"];

/** Whether what needs this mode at least may be done in that one. */
export const reaches = (mode: EditingMode, least: EditingMode): boolean => ranks.indexOf(mode) >= ranks.indexOf(least);
