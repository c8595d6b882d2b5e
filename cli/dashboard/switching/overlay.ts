import type { Switched } from "../../../src/control/contract.ts";

/** What the daemon says to a switch before it is made. */
export type Check =
  | { readonly kind: "checking" }
  | { readonly kind: "possible"; readonly would: Switched }
  | ({ readonly kind: "refused" } & Refusal);

/** Why it would not, in its own words; `canForce`: it says itself that it could be made to. */
export type Refusal = { readonly problem: string; readonly canForce: boolean };

/** The way to another upstream: which one, what speaks for and against it, and the switch itself. */
export type SwitchOverlay = {
  readonly kind: "switch";
  /** Whether all of them are listed and typing searches; else it is about the target alone. */
  readonly isChoosing: boolean;
  readonly search: string;
  /** Where to; null = the likeliest of those that are found. */
  readonly target: string | null;
  /** By the name of the target. */
  readonly checks: Readonly<Record<string, Check>>;
  /** The conversation that it was opened from; null = it was opened elsewhere. */
  readonly session: string | null;
  /** Whether it is about that conversation alone. */
  readonly isAlone: boolean;
  /** Asked for and not answered yet. */
  readonly isSwitching: boolean;
};

/** The dialog as it opens. */
export const freshSwitch = (target: string | null, session: string | null = null): SwitchOverlay => ({
  kind: "switch",
  isChoosing: target === null,
  search: "",
  target,
  checks: {},
  session,
  isAlone: false,
  isSwitching: false,
});
