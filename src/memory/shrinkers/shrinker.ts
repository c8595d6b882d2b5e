import type { Measure } from "../../core/dialect.ts";
import type { EditingMode } from "../../core/memory.ts";
import type { JsonObject } from "../../lib/json.ts";
import type { PlacedPiece } from "../transcript/transcript.ts";

/** What is known of a text that may be made shorter. */
export type About = {
  readonly piece: PlacedPiece;
  readonly mode: EditingMode;
  readonly measure: Measure;
  /** The lines of a text: who asks next for those of the same text need not part it again. */
  readonly linesOf: (text: string) => readonly string[];
  /** The pieces before it that go out with all that they say, and their texts. */
  readonly earlier: Earlier;
};

/** What stands before a piece. */
export type Earlier = {
  /** The latest piece before it that says just the same; null = there is none. */
  readonly same: (piece: PlacedPiece) => PlacedPiece | null;
  /** The pieces before it that have their own words, the latest first. */
  readonly texts: () => Iterable<EarlierText>;
  /** Whether this text of the piece is what the model was given shortened and asks for again: then it gets it whole. */
  readonly isAskedAgain: (text: string) => boolean;
};

/** A text before a piece. */
export type EarlierText = {
  readonly piece: PlacedPiece;
  /** Its words as the client sends them, read when they are asked for; null where it has none. */
  readonly text: () => string | null;
  /** Whether what goes out has its lines where its own words have them: then they can be pointed to by their places. */
  readonly hasItsLines: boolean;
  /** The key of the piece that a step of this name points to in its place; null where none does. */
  readonly refersTo: (step: string) => string | null;
};

/** Finds the text of another piece of the same conversation by its key; null where it is not there. */
export type Lookup = (key: string) => string | null;

/**
 * One way to make a text shorter. Pure, and for ever: what it once gave for a text it gives again, so another way to do it
 * is another version beside the old one.
 */
export type Shrinker = {
  readonly name: string;
  readonly version: number;
  /** Whether something is left out that cannot be told from what is left. Then the original is kept. */
  readonly isLossy: boolean;
  /** Whether each line of a text stays one line in its place: then another text may be told by lines of it. */
  readonly keepsLines?: boolean;
  /** The least mode in which it is used. */
  readonly from: EditingMode;
  /**
   * The longest text that it is tried with, in UTF-16 units; where nothing is said, one that takes a few milliseconds. A
   * request waits for it. Not what `apply` goes by: what was once decided is done again however long it is.
   */
  readonly maxLength?: number;
  /** What it works on; results of tools where nothing is said. Of what a client says only whole blocks of its program's may go. */
  readonly kinds?: readonly PlacedPiece["kind"][];
  /** What it needs to do it, beside the text; null = it does not suit. Quick for what does not suit. */
  readonly suits: (text: string, about: About) => JsonObject | null;
  /** The shorter text; null where it cannot be made any more. */
  readonly apply: (text: string, how: JsonObject, lookup: Lookup) => string | null;
};
