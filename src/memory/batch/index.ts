import type { BatchReason, Decision, Step } from "../../core/memory.ts";
import { type Condensed, condensation, condensers } from "../condense/index.ts";
import { imageNote } from "../images/note.ts";
import { isCold } from "../policy/moment.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";
import { applied } from "../shrinkers/steps.ts";
import { textOf } from "../transcript/transcript.ts";
import { accountOf } from "./account.ts";
import type { Candidate } from "./candidates/candidate.ts";
import { candidatesIn } from "./candidates/index.ts";
import { clear } from "./clear.ts";
import { isWorth } from "./cleared.ts";
import { bestDeal, type Ground, type Offer, priceOf } from "./economics.ts";
import { pastBlocks } from "./past-blocks.ts";
import { type BatchQuestion, outgoingTokens } from "./question.ts";
import { rewrittenIn } from "./reach.ts";
import { turnsIn } from "./turns.ts";
import { isForced } from "./window.ts";

/** What goes out other than before, all at once, and why it may. */
export type Batch = { readonly reason: BatchReason; readonly decisions: ReadonlyMap<string, Decision> };

/** What only batches do. */
export const batchShrinkers: readonly Shrinker[] = [clear, pastBlocks, imageNote, ...condensers];

/**
 * What may be left out of what has gone out already, where it pays to; null = it does not, or there is nothing. First it is
 * guessed whether it does, at every turn and quickly; only then the words are looked at.
 */
export const batchFor = (question: BatchQuestion): Batch | null => {
  const whole = condensation(question);
  if (whole !== null) return condensedBatch(whole, question);
  const guessed = candidatesIn(question).map(({ guess, ...candidate }) => ({ ...candidate, after: guess }));
  const reason = reasonFor(guessed, question);
  if (reason === null) return null;
  const known = reason.chosen.flatMap((one) => worked(one, question) ?? []);
  const settled = reasonFor(known, question);
  return settled === null ? null : { reason: settled.reason, decisions: decisionsFor(settled, question) };
};

/** The old part of a conversation becomes a summary: as much is written anew as from its first piece on. */
const condensedBatch = ({ reason, chosen }: Condensed, question: BatchQuestion): Batch => {
  const { known, moment, frontier } = question;
  const gain = chosen.reduce((sum, { piece, after }) => sum + outgoingTokens(known, piece) - after, 0);
  const rewritten = rewrittenIn(question)(chosen[0]?.piece.entry ?? frontier);
  const paid = reason === "cold" ? -moment.writePrice * gain : priceOf(gain, rewritten, moment);
  const weighed = chosen.map((one) => ({ ...one, since: one.piece.entry }));
  return { reason, decisions: decisionsFor({ reason, chosen: weighed, paid }, question) };
};

/** A piece that may be left out, and how many tokens will be left of it. */
type Weighed = Omit<Candidate, "guess"> & { readonly after: number };

type Settled = { readonly reason: BatchReason; readonly chosen: readonly Weighed[]; readonly paid: number };

/** Why these may be left out now, which of them, and what that costs. */
const reasonFor = (weighed: readonly Weighed[], question: BatchQuestion): Settled | null => {
  const [first] = weighed;
  if (first === undefined) return null;
  const { moment, known, transcript } = question;
  const offers = offersOf(weighed, question);
  const gain = offers.reduce((sum, offer) => sum + offer.gain, 0);
  if (isCold(moment)) return { reason: "cold", chosen: weighed, paid: -moment.writePrice * gain };
  const turns = turnsIn(transcript.entries).ends.length;
  const ground: Ground = { moment, turns, rewritten: rewrittenIn(question), account: accountOf(question) };
  const deal = bestDeal(offers, ground);
  if (deal !== null) return { reason: "break-even", chosen: weighed.slice(deal.from), paid: deal.paid };
  const left = question.pieces.reduce((sum, piece) => sum + piece.tokens - outgoingTokens(known, piece), 0);
  const tokens = transcript.entries.reduce((sum, entry) => sum + entry.tokens, 0) - left;
  if (!isForced(tokens, gain, moment)) return null;
  return { reason: "window", chosen: weighed, paid: priceOf(gain, ground.rewritten(first.piece.entry), moment) };
};

const offersOf = (weighed: readonly Weighed[], { known, transcript }: BatchQuestion): readonly Offer[] => {
  const turns = turnsIn(transcript.entries);
  const now = turns.ends.length - 1;
  return weighed.map(({ piece, after, since }) => ({
    entry: piece.entry,
    gain: outgoingTokens(known, piece) - after,
    waited: Math.max(0, now - turns.of(since)),
  }));
};

/** What is really left of a piece; null where that is not worth it. */
const worked = (candidate: Weighed, { transcript, known, lookup, measure }: BatchQuestion): Weighed | null => {
  const { piece, steps } = candidate;
  const text = piece.kind === "image" ? "" : textOf(transcript, piece);
  const shorter = text === null ? null : applied(text, steps, batchShrinkers, lookup);
  if (shorter === null || shorter === "") return null;
  const after = measure(shorter);
  return isWorth({ came: piece.tokens, goes: outgoingTokens(known, piece), left: after })
    ? { ...candidate, after }
    : null;
};

const decisionsFor = ({ chosen, paid }: Settled, { frontier, known }: BatchQuestion): ReadonlyMap<string, Decision> =>
  new Map(
    chosen.map(({ piece, steps, after }, index) => {
      const receipt = { at: frontier, was: outgoingTokens(known, piece), paid: index === 0 ? paid : 0 };
      const decision: Decision = {
        ...{ steps: withReceipt(steps, receipt), before: piece.tokens, after, isBatched: true },
      };
      return [piece.key, decision];
    }),
  );

const withReceipt = (steps: readonly Step[], receipt: Step["with"]): readonly Step[] =>
  steps.map((step, at) => (at === steps.length - 1 ? { ...step, with: { ...step.with, ...receipt } } : step));
