import { leftOut, originalId } from "../shrinkers/placeholder.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/** How much of a result stays: lines at its beginning and its end, and lines between them that tell of trouble. */
const first = 8;
const last = 12;
const telling = 12;

const trouble =
  /\b(error|errors|fail|failed|failure|fatal|panic|exception|warning|denied|refused|not found|undefined)\b/i;

/** Leaves of a result its beginning, its end, and what tells of trouble; asks no model. */
export const smartTruncate: Shrinker = {
  name: "smart-truncate",
  version: 1,
  isLossy: true,
  from: "balanced",
  suits: () => null, // only a batch decides that
  apply: (text) => {
    const lines = text.split("\n");
    const between = lines.slice(first, -last);
    if (between.length === 0) return null;
    const kept = between.filter((line) => trouble.test(line)).slice(0, telling);
    const note = leftOut(`${between.length - kept.length} lines`, originalId(text));
    return [...lines.slice(0, first), note, ...kept, ...lines.slice(-last)].join("\n");
  },
};
