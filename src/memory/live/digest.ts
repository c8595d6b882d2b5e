import type { Level, Selection } from "../lines/abridged.ts";
import { linesGap, noneOf } from "../lines/abridged.ts";
import { byLines } from "../lines/by-lines.ts";
import { isTrouble, keepEnds, startOf } from "../lines/marks.ts";

/** So many lines of trouble are kept at most: where each line is one, the first ones tell as much. */
const maxTrouble: Readonly<Record<Level, number>> = { balanced: 30, aggressive: 3 };

/** Long texts of any other kind: how they begin and end, what tells of trouble, and the names in the rest. */
export const digest = byLines({
  name: "digest",
  version: 1,
  minTokens: { balanced: 500, aggressive: 240 },
  maxLength: 1024 * 1024,
  takesErrors: false,
  fits: () => true,
  select: (lines, level): Selection => {
    const isCareful = level === "balanced";
    const keeps = noneOf(lines);
    keepEnds(keeps, isCareful ? 10 : 2, isCareful ? 8 : 1);
    let left = maxTrouble[level];
    lines.forEach((line, at) => {
      if (left === 0 || !isTrouble(startOf(line))) return;
      keeps[at] = 1;
      left -= 1;
    });
    return { keeps, notes: new Map(), gap: linesGap, minGap: 3 };
  },
});
