import type { Measure } from "../../core/dialect.ts";
import type { Decision } from "../../core/memory.ts";
import type { Ahead } from "../engine/ahead.ts";
import type { Policy } from "../policy/index.ts";
import type { Moment } from "../policy/moment.ts";
import type { Lookup } from "../shrinkers/shrinker.ts";
import type { PlacedPiece, Transcript } from "../transcript/transcript.ts";

/** What a batch is made of. */
export type BatchQuestion = {
  readonly transcript: Transcript;
  readonly pieces: readonly PlacedPiece[];
  /** The position of the first entry that has not gone out yet. */
  readonly frontier: number;
  /** What is decided already. */
  readonly known: ReadonlyMap<string, Decision>;
  /** The keys of pieces that a person wants kept. */
  readonly pinned: ReadonlySet<string>;
  readonly policy: Policy;
  readonly moment: Moment;
  readonly measure: Measure;
  /** What was made ready in the background. */
  readonly ahead: Ahead;
  readonly lookup: Lookup;
};

/** How many tokens a piece has as it goes out now. */
export const outgoingTokens = (known: BatchQuestion["known"], { key, tokens }: PlacedPiece): number =>
  known.get(key)?.after ?? tokens;
