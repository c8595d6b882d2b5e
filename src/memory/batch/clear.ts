import { leftOut, originalId } from "../shrinkers/placeholder.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";
import { namesIn } from "./names.ts";
import { outcomeLines } from "./outcome-lines.ts";

/**
 * Leaves of a result what it was, how it ended, the names in it that are likely to be spoken of again, and the way back.
 * `call` = what gave it, `note` = why it is not needed, `chars` = how much its names may take.
 */
export const clear: Shrinker = {
  name: "clear",
  version: 1,
  isLossy: true,
  from: "balanced",
  suits: () => null, // only a batch decides that
  apply: (text, { call, note, chars }) => {
    const lines = text.split("\n");
    const of = typeof call === "string" && call !== "" ? ` of \`${call}\`` : "";
    const why = typeof note === "string" ? ` (${note})` : "";
    const size = lines.length === 1 ? `${text.length} characters` : `${lines.length} lines`;
    const first = leftOut(`${size}${of}${why}`, originalId(text));
    if (typeof chars !== "number" || chars <= 0) return first;
    const kept = outcomeLines(lines);
    const names = namesIn(text, chars - kept.reduce((sum, line) => sum + line.length, 0));
    return [first, ...kept, ...(names.length === 0 ? [] : [`names: ${names.join(" ")}`])].join("\n");
  },
};
