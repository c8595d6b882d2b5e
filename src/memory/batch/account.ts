import type { Decision } from "../../core/memory.ts";
import type { BatchQuestion } from "./question.ts";
import { type Turns, turnsIn } from "./turns.ts";

/** What a conversation has cost up to now, this request included, in tokens of plain input. */
export type Account = {
  /** Had everything gone out as the client sends it. */
  readonly raw: number;
  /** How much less it was; what batches have cost is taken off. */
  readonly saved: number;
};

/** What is written down with a batch, beside the first of its pieces. */
export type Receipt = {
  /** The frontier by then. */
  readonly at: number;
  /** How many tokens the piece had in what went out before. */
  readonly was: number;
  /** By how much the batch made its own request dearer; less than nothing = cheaper. Stands with its first piece alone. */
  readonly paid: number;
};

/** The receipt in a decision; null where it was made in no batch. */
export const receiptOf = ({ isBatched, steps, before }: Decision): Receipt | null => {
  const { at, was, paid } = steps.at(-1)?.with ?? {};
  if (!isBatched || typeof at !== "number") return null;
  return { at, was: typeof was === "number" ? was : before, paid: typeof paid === "number" ? paid : 0 };
};

/**
 * What was saved up to now, told from the conversation alone, so that a restart changes nothing. All requests count as
 * sent while the cache was warm: if it was not, more was saved than is said here.
 */
export const accountOf = ({ transcript, pieces, known, moment }: BatchQuestion): Account => {
  const { readPrice, writePrice } = moment;
  const turns = turnsIn(transcript.entries);
  const last = turns.ends.length - 1;
  /** What a token costs from the request on that it comes with. */
  const priceFrom = (turn: number): number => writePrice + readPrice * Math.max(0, last - turn);
  let raw = 0;
  transcript.entries.forEach(({ tokens }, at) => {
    raw += tokens * priceFrom(turns.of(at));
  });
  let saved = 0;
  for (const { key, entry } of pieces) {
    const decision = known.get(key);
    if (decision === undefined) continue;
    const { before, after } = decision;
    const receipt = receiptOf(decision);
    saved += (before - (receipt?.was ?? after)) * priceFrom(turns.of(entry));
    if (receipt === null) continue;
    saved += (receipt.was - after) * readPrice * Math.max(0, last - batchTurn(turns, receipt)) - receipt.paid;
  }
  return { raw, saved };
};

/** The request that a batch was made in. */
const batchTurn = ({ ends }: Turns, { at }: Receipt): number => {
  const turn = ends.findIndex((end) => end >= at);
  return turn < 0 ? ends.length - 1 : turn;
};
