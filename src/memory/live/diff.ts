import type { Selection } from "../lines/abridged.ts";
import { noneOf } from "../lines/abridged.ts";
import { byLines } from "../lines/by-lines.ts";
import { keepAround, startOf } from "../lines/marks.ts";

/** Differences between files: every line that was added or taken out, and the heads; of the lines between them the nearest. */
export const diff = byLines({
  name: "diff",
  version: 1,
  minTokens: { balanced: 300, aggressive: 240 },
  takesErrors: false,
  fits: (lines) => lines.some((line) => hunk.test(startOf(line))) && lines.some((line) => head.test(startOf(line))),
  select: (lines, level): Selection => {
    const around = level === "balanced" ? 2 : 1;
    const keeps = noneOf(lines);
    let isInHunk = false;
    lines.forEach((line, at) => {
      const start = startOf(line);
      if (hunk.test(start)) isInHunk = true;
      else if (isInHunk && !/^[-+ \\]|^$/.test(start)) isInHunk = false;
      if (!isInHunk || start.startsWith("@@") || start.startsWith("\\")) keeps[at] = 1;
      else if (start.startsWith("+") || start.startsWith("-")) keepAround(keeps, at, around, around);
    });
    return { keeps, notes: new Map(), gap: (from, to) => `… ${to - from + 1} lines as they were`, minGap: 2 };
  },
});

const hunk = /^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/;
const head = /^(?:diff --git |--- \S|\+\+\+ \S|Index: )/;
