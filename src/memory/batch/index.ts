import type { BatchReason, Decision } from "../../core/memory.ts";
import type { Moment } from "../moment.ts";
import type { Policy } from "../policy.ts";
import type { Lookup, Shrinker } from "../shrinker.ts";
import type { PlacedPiece, Transcript } from "../transcript/transcript.ts";

/** What goes out other than before, all at once, and why it may. */
export type Batch = { readonly reason: BatchReason; readonly decisions: ReadonlyMap<string, Decision> };

/** What a batch is made of. */
export type BatchQuestion = {
  readonly transcript: Transcript;
  readonly pieces: readonly PlacedPiece[];
  /** The position of the first entry that has not gone out yet. */
  readonly frontier: number;
  /** What is decided already. */
  readonly known: ReadonlyMap<string, Decision>;
  readonly policy: Policy;
  readonly moment: Moment;
  readonly lookup: Lookup;
};

/** What may be left out of what has gone out already, where it pays to; null = it does not, or there is nothing. */
export const batchFor = (_question: BatchQuestion): Batch | null => null;

/** What only batches do. */
export const batchShrinkers: readonly Shrinker[] = [];
