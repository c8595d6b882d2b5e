import type { Measure } from "../../core/dialect.ts";
import type { BatchReason, Decision } from "../../core/memory.ts";
import { batchFor } from "../batch/index.ts";
import type { Policy } from "../policy/index.ts";
import type { Moment } from "../policy/moment.ts";
import type { Lookup } from "../shrinkers/shrinker.ts";
import { frontierOf, type PlacedPiece, type Transcript, textOf } from "../transcript/transcript.ts";
import type { Ahead } from "./ahead.ts";
import { earlierThan } from "./earlier.ts";
import { decided } from "./shrink.ts";

/** What a plan is made of. */
export type Planning = {
  readonly transcript: Transcript;
  readonly pieces: readonly PlacedPiece[];
  /** What was decided before, by the keys of the pieces. */
  readonly known: ReadonlyMap<string, Decision>;
  /** The keys of pieces that a person wants kept. */
  readonly pinned: ReadonlySet<string>;
  readonly policy: Policy;
  readonly moment: Moment;
  readonly measure: Measure;
  /** What was made ready in the background. */
  readonly ahead: Ahead;
  /** Whether a piece behind the frontier has not gone out yet, in a request that is sent again now. */
  readonly isNew: (piece: PlacedPiece) => boolean;
  /** Finds the texts of other pieces. */
  readonly lookup: Lookup;
  /** Whether there is time for one more piece. */
  readonly hasTime: () => boolean;
};

/** What is decided anew for a request. */
export type Fresh = { readonly decisions: ReadonlyMap<string, Decision>; readonly batch: BatchReason | null };

/** Decides what becomes of what has just come, and whether it is time to change what came before. */
export const planned = (planning: Planning): Fresh => {
  const { transcript, pieces, known, pinned, policy, moment, measure, ahead, lookup } = planning;
  if (transcript.entries.length < policy.minMessages) return { decisions: new Map(), batch: null };
  const frontier = frontierOf(transcript);
  const live = new Map<string, Decision>();
  const floor = floorOf(planning);
  for (const piece of pieces) {
    if (!isLive(piece, frontier, planning) || !planning.hasTime()) continue;
    const text = textOf(transcript, piece);
    if (text === null) continue;
    const decisionOf = (key: string): Decision | undefined => known.get(key) ?? live.get(key);
    const earlier = earlierThan(piece, { transcript, pieces, decisionOf, lookup });
    const decision = decided(text, { piece, mode: policy.mode, measure: planning.measure, earlier }, lookup);
    if (floor.takes(decision)) live.set(piece.key, decision);
  }
  const all = new Map([...known, ...live]);
  const batch =
    policy.batches && planning.hasTime()
      ? batchFor({
          ...{ transcript, frontier, known: all, pinned, policy, moment, measure, ahead, lookup },
          pieces: goable(pieces, policy),
        })
      : null;
  return { decisions: new Map([...live, ...(batch?.decisions ?? [])]), batch: batch?.reason ?? null };
};

/**
 * A prompt that a vendor does not keep for its shortness is paid in full with each turn. That must not cost more than
 * reading the whole one from the cache would, unless what is saved now pays for all turns until the prompt is long enough
 * again, at the pace at which it has grown.
 */
const floorOf = ({ transcript: { entries }, pieces, known, moment }: Planning) => {
  const { cachesFromTokens, readPrice, writePrice, headTokens } = moment;
  const said = entries.reduce((sum, { tokens }) => sum + tokens, 0);
  const whole = said + headTokens;
  const growth = said / Math.max(1, entries.filter(({ author }) => author === "model").length);
  let sent = pieces.reduce((sum, { key }) => sum - savedBy(known.get(key)), whole);
  return {
    takes: (decision: Decision): boolean => {
      const saved = savedBy(decision);
      const left = sent - saved;
      const dearer = left - whole * readPrice;
      const turns = Math.max(leastTurns, (cachesFromTokens - left) / Math.max(1, growth));
      if (left < cachesFromTokens && dearer * turns > saved * writePrice) return false;
      sent = left;
      return true;
    },
  };
};

/** A conversation may slow down. */
const leastTurns = 3;

const savedBy = (decision: Decision | undefined): number =>
  decision === undefined ? 0 : decision.before - decision.after;

const isLive = (piece: PlacedPiece, frontier: number, { known, policy, isNew }: Planning): boolean =>
  piece.entry >= frontier &&
  piece.kind !== "image" &&
  mayGo(piece, policy) &&
  piece.tokens >= policy.minTokens &&
  !known.has(piece.key) &&
  isNew(piece) &&
  !policy.excludeTools.includes(piece.call?.name ?? "");

/** Of what a person's messages hold, only what tools say in them of their surroundings is ever left out. */
const mayGo = ({ kind }: PlacedPiece, { environments }: Policy): boolean => kind !== "text" || environments;

const goable = (pieces: readonly PlacedPiece[], policy: Policy): readonly PlacedPiece[] =>
  policy.environments ? pieces : pieces.filter((piece) => mayGo(piece, policy));

/** Finds the texts of other pieces. */
export const lookupIn = (transcript: Transcript, pieces: readonly PlacedPiece[]): Lookup => {
  let byKey: ReadonlyMap<string, PlacedPiece> | null = null;
  return (key) => {
    byKey ??= new Map(pieces.map((piece) => [piece.key, piece]));
    const piece = byKey.get(key);
    return piece === undefined ? null : textOf(transcript, piece);
  };
};
