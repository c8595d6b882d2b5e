import type { Decision, Step } from "../../core/memory.ts";
import { ofLast } from "../../lib/of-last.ts";
import { once } from "../../lib/once.ts";
import { liveShrinkers } from "../live/index.ts";
import { reaches } from "../policy/index.ts";
import type { About, Lookup } from "../shrinkers/shrinker.ts";

/** The longest text that is looked at by those that say nothing else. */
const usualMaxLength = 128 * 1024;

/** What is lossy has to be worth it: so much of the piece, and so many tokens. */
const leastShare = 0.2;
const leastTokens = 200;

/** How a piece that has just come is sent: as it is, or after the steps that made it shorter. */
export const decided = (text: string, about: Omit<About, "linesOf">, lookup: Lookup): Decision => {
  const { piece, mode } = about;
  const measure = ofLast(about.measure);
  const here: About = { ...about, measure, linesOf: ofLast((one: string) => one.split("\n")) };
  const steps: Step[] = [];
  let now = text;
  let tokens = piece.tokens;
  const mayLose = once(() => !about.earlier.isAskedAgain(text));
  for (const shrinker of liveShrinkers) {
    const { name, version, isLossy, from, maxLength = usualMaxLength, kinds = ["result"], suits, apply } = shrinker;
    if (!reaches(mode, from) || now.length > maxLength || !kinds.includes(piece.kind)) continue;
    if (isLossy && !mayLose()) continue;
    const how = suits(now, here);
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
