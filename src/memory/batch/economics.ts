import type { Moment } from "../policy/moment.ts";
import type { Account } from "./account.ts";
import type { Rewritten } from "./reach.ts";

/** What leaving out one piece brings. */
export type Offer = {
  readonly entry: number;
  /** Tokens that it takes less. */
  readonly gain: number;
  /** For how many turns it has been sent for nothing. */
  readonly waited: number;
};

/** A batch that pays: from which of the offers on they are taken, and by how much it makes its own request dearer. */
export type Deal = { readonly from: number; readonly paid: number };

/** What a batch is weighed against. */
export type Ground = {
  readonly moment: Pick<Moment, "readPrice" | "writePrice" | "expectedTurns">;
  /** How many turns the conversation has had. */
  readonly turns: number;
  readonly rewritten: Rewritten;
  readonly account: Account;
};

/**
 * So much of what a conversation has saved may be put at stake, and so much of what it would have cost: whenever it ends,
 * it has cost no more than without us, but for less than half a percent.
 */
const stake = { ofSaved: 0.8, ofRaw: 0.003 } as const;

/**
 * A batch that comes too early is followed by another one soon. So what its pieces have cost since they were of no use has
 * to come to a part of what it costs: whoever waits that long pays at most twice what the best would have paid who knew all.
 */
const patience = 0.5;

/** A conversation that has gone on for long goes on for long: by so many more turns for each that it has had, at the least. */
const longevity = 1;

/**
 * The best batch in the midst of a conversation, while the vendor's cache is warm; null = none pays. The offers stand in the
 * order of the conversation: the earliest that is taken decides how much is written anew, so early ones may be left out.
 */
export const bestDeal = (offers: readonly Offer[], { moment, turns, rewritten, account }: Ground): Deal | null => {
  const { readPrice } = moment;
  const expectedTurns = Math.max(moment.expectedTurns, longevity * turns);
  const allowance = allowanceOf(account);
  let [gain, rent] = [0, 0];
  let best: (Deal & { readonly net: number }) | null = null;
  for (let from = offers.length - 1; from >= 0; from--) {
    const offer = offers[from];
    if (offer === undefined) continue;
    gain += offer.gain;
    rent += offer.gain * offer.waited * readPrice;
    if (offers[from - 1]?.entry === offer.entry) continue; // an entry changes as a whole
    const paid = priceOf(gain, rewritten(offer.entry), moment);
    const net = expectedTurns * readPrice * gain - paid;
    const pays = net > 0 && paid <= allowance && (paid <= 0 || rent >= patience * paid);
    if (pays && net > (best?.net ?? 0)) best = { from, paid, net };
  }
  return best === null ? null : { from: best.from, paid: best.paid };
};

/** By how much a batch makes its own request dearer: what is left is written anew, all of it would have been read. */
export const priceOf = (gain: number, rewritten: number, { readPrice, writePrice }: Ground["moment"]): number =>
  writePrice * Math.max(0, rewritten - gain) - readPrice * rewritten;

/** How much dearer a request may be made. */
const allowanceOf = ({ raw, saved }: Account): number =>
  stake.ofSaved * Math.max(0, saved) + Math.min(0, saved) + stake.ofRaw * raw;
