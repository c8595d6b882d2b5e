import type { BatchReason, Step } from "../../core/memory.ts";
import { type BatchQuestion, outgoingTokens } from "../batch/question.ts";
import { isCold } from "../policy/moment.ts";
import { applied } from "../shrinkers/steps.ts";
import { type PlacedPiece, textOf } from "../transcript/transcript.ts";
import { condensationKey } from "./asking.ts";
import { condensed } from "./condensed.ts";
import { outgoingIn, regionOf } from "./region.ts";
import { smartTruncate } from "./smart-truncate.ts";
import { strategyOf } from "./strategies/index.ts";

/** From this part of the window on it has to be emptied. */
const forcedFrom = 0.85;

/** What is not worth this part of all that goes out is left. */
const leastGain = 0.1;

/** The old results of a conversation, condensed all at once: what becomes of each, and why it may. */
export type Condensed = {
  readonly reason: BatchReason;
  readonly chosen: readonly { readonly piece: PlacedPiece; readonly steps: readonly Step[]; readonly after: number }[];
};

/** Every shrinker that condensing uses. */
export const condensers = [condensed, smartTruncate] as const;

/**
 * What becomes of the old part of a conversation where it is to be condensed, it is time to, and what that needs is there;
 * null = it stays. All of it or nothing: the first piece has the summary that the others are told by.
 */
export const condensation = (question: BatchQuestion): Condensed | null => {
  const { ahead, moment, known } = question;
  if (ahead.condensation === "off") return null;
  const all = outgoingIn(question);
  const isFull = moment.windowTokens !== null && all > forcedFrom * moment.windowTokens;
  if (!isFull && !isCold(moment)) return null;
  const chosen = stepsFor(question).flatMap(({ piece, steps }) => worked(piece, steps, question) ?? []);
  const gain = chosen.reduce((sum, { piece, after }) => sum + outgoingTokens(known, piece) - after, 0);
  return gain < all * leastGain ? null : { reason: isCold(moment) ? "cold" : "window", chosen };
};

type Stepped = { readonly piece: PlacedPiece; readonly steps: readonly Step[] };

const stepsFor = (question: BatchQuestion): readonly Stepped[] => {
  const region = regionOf(question);
  const strategy = strategyOf(question.ahead.condensation);
  if (strategy === null) {
    const { name, version } = smartTruncate;
    return region.map((piece) => ({ piece, steps: [{ do: name, v: version, with: {} }] }));
  }
  const summaries = region.map(({ key }) => question.ahead.said(condensationKey(strategy, key)));
  const upTo = summaries.findLastIndex((summary) => summary !== null);
  return region.slice(0, upTo + 1).map((piece, at) => {
    const call = piece.call === null ? "" : `${piece.call.name} ${piece.call.label}`;
    const how = at === 0 ? { call, summary: summaries[upTo], count: upTo + 1 } : { call };
    return { piece, steps: [{ do: condensed.name, v: condensed.version, with: how }] };
  });
};

/** What is left of a piece; null where it is no shorter, unless the summary stands there. */
const worked = (piece: PlacedPiece, steps: readonly Step[], question: BatchQuestion) => {
  const { transcript, known, lookup, measure } = question;
  const text = textOf(transcript, piece);
  const shorter = text === null ? null : applied(text, steps, condensers, lookup);
  if (shorter === null || shorter === "") return null;
  const after = measure(shorter);
  const hasSummary = steps.some((step) => "summary" in step.with);
  return hasSummary || after < outgoingTokens(known, piece) ? { piece, steps, after } : null;
};
