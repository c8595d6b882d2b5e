import { ProxyError } from "../../src/core/errors.ts";
import type { Answered } from "../asking/ask.ts";

/** A prompt of so many words, each of which is a token for most models. Its beginning is always the same, as caches like it. */
export const promptOf = (words: number): string => {
  const rounds = Math.floor(words / cycle.length);
  return `${task}\n${`${cycle.join(" ")}\n`.repeat(rounds)}${cycle.slice(0, words % cycle.length).join(" ")}`;
};

const task = "Answer with the one word ok. What follows is only there to be long.";
const cycle = ["one", "two", "six", "ten"] as const;

/** How words become tokens at one model. */
export type Scale = { readonly wordsFor: (tokens: number) => number; readonly tokensFor: (words: number) => number };

/** The two prompts that tell it. */
export const scaleWords = [16, 1016] as const;

/** The scale by what the vendor has counted for them. Throws `upstream_protocol` where it has not counted. */
export const scaleFrom = (few: Answered, many: Answered): Scale => {
  const [fewWords, manyWords] = scaleWords;
  const [less, more] = [few.inputTokens, many.inputTokens];
  if (less === null || more === null || more <= less)
    throw new ProxyError("upstream_protocol", "The vendor does not say how many tokens a prompt has.", {
      hint: "Without that no window can be measured; its own pages may tell: proxy-cli models list",
    });
  const each = (more - less) / (manyWords - fewWords);
  return {
    wordsFor: (tokens) => Math.max(1, fewWords + Math.floor((tokens - less) / each)),
    tokensFor: (words) => Math.round(less + (words - fewWords) * each),
  };
};
