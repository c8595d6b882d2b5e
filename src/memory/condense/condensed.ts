import { textOrNull } from "../../lib/json.ts";
import { leftOut, originalId } from "../shrinkers/placeholder.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/**
 * Puts a line in the place of a result that a summary tells of. The first of them has the summary, which is the whole
 * decision: nothing in the conversation says it. `call` = what gave the result, `summary` = only with the first.
 */
export const condensed: Shrinker = {
  name: "condensed",
  version: 1,
  isLossy: true,
  from: "balanced",
  suits: () => null, // only a batch decides that
  apply: (text, { call, summary, count }) => {
    const of = textOrNull(call);
    const line = leftOut(`result${of === null || of === "" ? "" : ` of \`${of}\``}, condensed:`, originalId(text));
    const said = textOrNull(summary);
    if (said === null) return line;
    const fence = fenceFor(said);
    const head = `Summary of this result and of ${Number(count) - 1} later ones, made by a model:`;
    return `${line}\n${head}\n${fence}\n${said}\n${fence}`;
  },
};

/** A fence that the text cannot close. */
const fenceFor = (text: string): string =>
  "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
