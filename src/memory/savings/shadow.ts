import type { Measure } from "../../core/dialect.ts";
import { type Decision, type EditingMode, editingModes, type Forwarded } from "../../core/memory.ts";
import { nothingAhead } from "../engine/ahead.ts";
import { forwardedOf } from "../engine/forwarded.ts";
import { lookupIn, planned } from "../engine/plan.ts";
import type { Policy } from "../policy/index.ts";
import type { Moment } from "../policy/moment.ts";
import { placedPieces, type Transcript } from "../transcript/transcript.ts";

/** What each mode would have decided for one conversation: nothing of its text. */
export type Imagined = Readonly<Record<EditingMode, Map<string, Decision>>>;

/** A conversation that nothing was imagined for yet. */
export const nothingImagined = (): Imagined => ({ lossless: new Map(), balanced: new Map(), aggressive: new Map() });

/** What a request is imagined with. */
export type Imagining = {
  readonly transcript: Transcript;
  readonly imagined: Imagined;
  readonly policyOf: (mode: EditingMode) => Policy;
  readonly moment: Moment;
  readonly measure: Measure;
  /** Called when a mode begins, and whether it has time for more. */
  readonly begin: () => void;
  readonly hasTime: () => boolean;
};

/** What each mode would have left out of a request that went out whole, one mode at each step; what it decides it keeps to. */
export function* imagine({
  transcript,
  imagined,
  policyOf,
  ...more
}: Imagining): Generator<undefined, ReadonlyMap<EditingMode, Forwarded>> {
  const pieces = placedPieces(transcript);
  const lookup = lookupIn(transcript, pieces);
  const found = new Map<EditingMode, Forwarded>();
  for (const mode of editingModes) {
    yield;
    more.begin();
    const known = imagined[mode];
    const policy = policyOf(mode);
    const fresh = planned({
      transcript,
      pieces,
      known,
      pinned: none,
      policy,
      isNew: () => true,
      lookup,
      ahead: nothingAhead,
      ...more,
    });
    for (const [key, decision] of fresh.decisions) known.set(key, decision);
    const edited = pieces.flatMap((piece) => {
      const decision = known.get(piece.key);
      return decision === undefined || decision.steps.length === 0 ? [] : [{ piece, decision }];
    });
    found.set(mode, forwardedOf({ transcript, mode, edited, fresh, changes: [] }));
  }
  return found;
}

const none: ReadonlySet<string> = new Set();
