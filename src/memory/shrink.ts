import type { Decision, Step } from "../core/memory.ts";
import { once } from "../lib/once.ts";
import { liveShrinkers } from "./live/index.ts";
import { reaches } from "./policy.ts";
import type { About, Lookup } from "./shrinker.ts";

/** What is lossy has to be worth it: so much of the piece, and so many tokens. */
const leastShare = 0.2;
const leastTokens = 200;

/** How a piece that has just come is sent: as it is, or after the steps that made it shorter. */
export const decided = (text: string, about: About, lookup: Lookup): Decision => {
  const { piece, mode, measure } = about;
  const steps: Step[] = [];
  let now = text;
  let tokens = piece.tokens;
  const mayLose = once(() => !about.earlier.isAskedAgain());
  for (const { name, version, isLossy, from, kinds = ["result"], suits, apply } of liveShrinkers) {
    if (!reaches(mode, from) || !kinds.includes(piece.kind) || (isLossy && !mayLose())) continue;
    const how = suits(now, about);
    const shorter = how === null ? null : apply(now, how, lookup);
    if (how === null || shorter === null || shorter.length >= now.length || shorter === "") continue;
    const left = measure(shorter);
    const gain = tokens - left;
    if (gain <= 0 || (isLossy && (gain < leastTokens || gain < tokens * leastShare))) continue;
    steps.push({ do: name, v: version, with: how });
    now = shorter;
    tokens = left;
  }
  return { steps, before: piece.tokens, after: tokens, isBatched: false };
};
