import type { Step } from "../../../core/memory.ts";
import type { PlacedPiece } from "../../transcript/transcript.ts";
import type { BatchQuestion } from "../question.ts";

/** A piece that has gone out and that the model can do without. */
export type Candidate = {
  readonly piece: PlacedPiece;
  /** What is done with it as the client sends it, in the place of all that was done with it before. */
  readonly steps: readonly Step[];
  /** How many tokens will be left of it, about: what it really is takes time to find out. */
  readonly guess: number;
  /** The position of the entry from which on nobody needed it. */
  readonly since: number;
};

/** One reason why a piece can be done without. Looks at what is known of pieces, not at their words: it is asked at every turn. */
export type Finder = (question: BatchQuestion) => readonly Candidate[];
