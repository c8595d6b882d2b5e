import type { SessionView } from "../../../src/control/contract.ts";
import { cost, exactly, money, percent, roughly, unknown } from "../../output/units.ts";

/** `142k/200k 71%`; the size alone where nobody knows how much fits in. */
export const contextCell = (tokens: number | null, window: number | null): string => {
  if (tokens === null || window === null) return roughly(tokens);
  return `${roughly(tokens)}/${roughly(window)} ${percent(tokens / window)}`;
};

/** `$2.41 +1?`: what is not known beside it is counted. */
export const costCell = (session: SessionView): string =>
  session.unknownCost === 0 ? cost(session) : `${cost(session)} +${exactly(session.unknownCost)}?`;

/** `2 $0.69`: how often a cache was lost, and what that cost more. */
export const breaksCell = ({ cacheBreaks, cacheBreakMicros }: SessionView): string => {
  if (cacheBreaks === 0) return unknown;
  return cacheBreakMicros === null ? exactly(cacheBreaks) : `${exactly(cacheBreaks)} ${money(cacheBreakMicros)}`;
};

/** `glm-4.6 at cn`; without the place where nobody was asked, as when all came out of the cache of answers. */
export const modelAt = ({ model, upstream }: Pick<SessionView, "model" | "upstream">): string =>
  upstream === null ? (model ?? unknown) : `${model ?? unknown} at ${upstream}`;
