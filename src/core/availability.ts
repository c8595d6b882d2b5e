import type { FailureCode } from "./errors.ts";
import type { Target } from "./exchange.ts";
import type { Refusal } from "./refusal.ts";

/** Why a target is better not asked at this moment. */
export type Hindrance = {
  /** `open`: it could not be reached again and again. `limited`: its vendor said so (429). `overloaded`: its vendor has too much to do (529). */
  readonly state: "open" | "limited" | "overloaded";
  /** Whose: all of the upstream, one key of it, or one model there. */
  readonly scope: "upstream" | "key" | "model";
  /** When it is tried again; wall clock. */
  readonly untilAt: number;
  /** In a few words: `connection refused 5 times`, `429, retry-after 41 s`. */
  readonly why: string;
};

/**
 * What came of one try. `unreachable` has every error that came in the place of a head, also those after which nobody
 * knows whether the request was sent: `upstream_closed`, `upstream_timeout`. `void` says nothing of the upstream: the
 * client left, or we refused.
 */
export type Tried =
  | { readonly kind: "answered"; readonly headMs: number }
  | ({ readonly kind: "refused" } & Refusal)
  | { readonly kind: "unreachable"; readonly error: FailureCode }
  | { readonly kind: "void" };

/** Knows which targets can be asked, by what came back from them lately. */
export type Availability = {
  /** What stands in the way; null = nothing. Looks only. */
  readonly hindrance: (target: Target) => Hindrance | null;
  /**
   * Lets a try in, or says what stands in the way; a circuit that is half open lets one in at a time. Each try is ended:
   * also one at a target that is limited and was asked all the same.
   */
  readonly enter: (target: Target) => Hindrance | null;
  readonly end: (target: Target, tried: Tried) => void;
  /**
   * For who has no other target. What a vendor limits does not stop it, because the vendor says so better itself; an open
   * circuit is looked at anew by a handshake that costs nothing, and who was let in a moment ago is waited for. Gives
   * within seconds what stands in the way, an open circuit alone; null = it is let in. Never rejects.
   */
  readonly enterLast: (target: Target) => Promise<Hindrance | null>;
  /** Mean time to the head of its answers, the latest counting most; null = not known. */
  readonly headMs: (target: Target) => number | null;
};

/** Of nothing anything is known, and nothing is learned. */
export const alwaysAvailable: Availability = {
  hindrance: () => null,
  enter: () => null,
  end: () => undefined,
  enterLast: async () => null,
  headMs: () => null,
};
