import type { Selection } from "../lines/abridged.ts";
import { linesGap, noneOf } from "../lines/abridged.ts";
import { byLines } from "../lines/by-lines.ts";
import { isTrouble, keepEnds, startOf } from "../lines/marks.ts";

/** So many lines of trouble are kept at most: a text in which all are is no report of trouble. */
const maxTrouble = 30;

/** Long texts of any other kind: how they begin and end, what tells of trouble, and the names in the rest. */
export const digest = byLines({
  name: "digest",
  version: 1,
  minTokens: { balanced: 600, aggressive: 300 },
  takesErrors: false,
  fits: () => true,
  select: (lines, level): Selection => {
    const isCareful = level === "balanced";
    const keeps = noneOf(lines);
    keepEnds(keeps, isCareful ? 10 : 4, isCareful ? 8 : 3);
    let left = maxTrouble;
    lines.forEach((line, at) => {
      if (left === 0 || !isTrouble(startOf(line))) return;
      keeps[at] = 1;
      left -= 1;
    });
    return { keeps, notes: new Map(), gap: linesGap, minGap: 3 };
  },
});
