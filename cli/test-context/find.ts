import { ProxyError } from "../../src/core/errors.ts";
import type { Answered, Refused } from "../asking/ask.ts";
import { promptOf, type Scale, scaleFrom, scaleWords } from "./prompt.ts";
import { type Known, mostTries, nextLength } from "./search.ts";

/** One prompt and what came of it. */
export type Try = { readonly tokens: number; readonly outcome: "fits" | "too long" | "cut short" };

/** What a search came to. */
export type Found = Known & {
  /** Why it ended: it is known; the money; nothing longer is tried. */
  readonly end: "known" | "cost" | "longest";
  /** Whether the vendor leaves out in silence what does not fit, instead of refusing it. */
  readonly isSilent: boolean;
  readonly requests: number;
};

/** What a search needs. */
export type Search = {
  readonly send: (prompt: string) => Promise<Answered | Refused>;
  readonly book: number | null;
  /** Nothing longer is tried. */
  readonly longest: number;
  /** Whether one more prompt of so many tokens may be paid for. */
  readonly affords: (tokens: number) => boolean;
  /** Hears of each prompt that was paid for. */
  readonly onPaid: (tokens: number) => void;
  readonly onTry: (one: Try) => void;
};

/** Finds how many tokens fit, by prompts that are let through or refused; what else goes wrong is thrown. */
export const findWindow = async (search: Search): Promise<Found> => {
  const { send, book, longest, affords, onPaid, onTry } = search;
  const { scale, few } = await scaleAt(search);
  let known: Known = { fits: few, tooLong: null, said: null, book };
  const requests = (): number => tries + scaleWords.length;
  let tries = 0;
  for (; tries < mostTries; tries++) {
    const next = nextLength(known, longest);
    if (next === null) break;
    if (!affords(next)) return { ...known, end: "cost", isSilent: false, requests: requests() };
    const words = scale.wordsFor(next);
    const estimate = scale.tokensFor(words);
    const answer = await send(promptOf(words));
    if (answer.tooLong !== null) {
      known = refused(known, answer, estimate);
      onTry({ tokens: known.tooLong ?? estimate, outcome: "too long" });
      continue;
    }
    const tokens = answer.inputTokens ?? estimate;
    onPaid(tokens);
    if (tokens < estimate * countsAll) {
      onTry({ tokens, outcome: "cut short" });
      return { ...known, fits: tokens, tooLong: estimate, end: "known", isSilent: true, requests: requests() + 1 };
    }
    known = { ...known, fits: Math.max(known.fits, tokens) };
    onTry({ tokens, outcome: "fits" });
  }
  return { ...known, end: known.tooLong === null ? "longest" : "known", isSilent: false, requests: requests() };
};

/** A vendor that counts fewer of them has not read them all. */
const countsAll = 0.95;

const refused = (known: Known, { tooLong }: Refused, estimate: number): Known => {
  const tokens = Math.max(tooLong.tokens ?? estimate, known.fits + 1);
  return { ...known, tooLong: Math.min(known.tooLong ?? tokens, tokens), said: tooLong.maximum ?? known.said };
};

const scaleAt = async ({ send, onPaid }: Search): Promise<{ readonly scale: Scale; readonly few: number }> => {
  const counted: Answered[] = [];
  for (const words of scaleWords) {
    const answer = await send(promptOf(words));
    if (answer.tooLong !== null)
      throw new ProxyError("upstream_protocol", "Even a short prompt is too long for this model.", {
        hint: "Is it one that talks? Try: proxy-cli models list",
      });
    onPaid(answer.inputTokens ?? words);
    counted.push(answer);
  }
  const [few, many] = counted as [Answered, Answered];
  return { scale: scaleFrom(few, many), few: many.inputTokens ?? 0 };
};
