import type { PlacedPiece } from "../transcript/transcript.ts";
import type { BatchQuestion } from "./question.ts";

/** Tells which pieces a batch may change at all. */
export const changeable = (question: BatchQuestion): ((piece: PlacedPiece) => boolean) => {
  const { known, pinned, policy, frontier } = question;
  const first = firstChangeable(question);
  const wanted = referredTo(question);
  return ({ key, entry, isError, call }) =>
    entry >= first &&
    entry < frontier &&
    !isError &&
    !pinned.has(key) &&
    !wanted.has(key) &&
    known.get(key)?.isBatched !== true &&
    !policy.excludeTools.includes(call?.name ?? "");
};

/** What stands before a sealed thought is sealed with it. */
const firstChangeable = ({ transcript, policy, moment }: BatchQuestion): number =>
  moment.bindsThoughts && !policy.dropsBoundThinking
    ? transcript.entries.findLastIndex(({ isBound }) => isBound) + 1
    : 0;

/** The pieces that others were made shorter by pointing to. */
const referredTo = ({ known }: BatchQuestion): ReadonlySet<string> => {
  const keys = new Set<string>();
  for (const { steps } of known.values()) {
    for (const { with: how } of steps) {
      const of = how["of"];
      if (typeof of === "string") keys.add(of);
    }
  }
  return keys;
};
