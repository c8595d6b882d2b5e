import type { Selection } from "../lines/abridged.ts";
import { noneOf } from "../lines/abridged.ts";
import { byLines } from "../lines/by-lines.ts";
import { startOf } from "../lines/marks.ts";

/** What grep, rg and their like found: of each file the first places, and how many more there were; every file stays. */
export const search = byLines({
  name: "search",
  version: 1,
  minTokens: { balanced: 300, aggressive: 240 },
  takesErrors: false,
  fits: (lines) => {
    const found = placesIn(lines).filter((place) => place !== null).length;
    return found >= 10 && found >= lines.length * 0.7;
  },
  select: (lines, level): Selection => {
    const most = level === "balanced" ? 4 : 2;
    const keeps = noneOf(lines);
    const counts = new Map<string, number>();
    const last = new Map<string, number>();
    placesIn(lines).forEach((file, at) => {
      const count = file === null ? 0 : (counts.get(file) ?? 0) + 1;
      if (file !== null) counts.set(file, count);
      if (count <= most) keeps[at] = 1;
      if (file !== null && count <= most) last.set(file, at);
    });
    const notes = new Map<number, string>();
    for (const [file, at] of last) {
      const more = (counts.get(file) ?? 0) - most;
      if (more > 0) notes.set(at, ` (${more} more in this file)`);
    }
    return { keeps, notes, gap: (from, to) => `… ${to - from + 1} more`, minGap: 2 };
  },
});

/** `a/b.ts:12:text`, `a/b.ts:text`, `a/b.ts-12-text` of what stands around; or `12:text` below the name of a file. */
const inFile = /^((?:[A-Za-z]:)?[^\s:]{1,200}?\.\w{1,10}|[^\s:]*\/[^\s:]{1,200})(?::|-\d+-)/;
const numbered = /^\s*(?:Line )?\d+[:-]/;
const fileName = /^(?:\S*\/)?[\w.@-]+\.\w{1,10}:?$/;

/** For each line the file that it is of; null for those that are none's. */
const placesIn = (lines: readonly string[]): readonly (string | null)[] => {
  let heading: string | null = null;
  return lines.map((whole) => {
    const line = startOf(whole);
    if (fileName.test(line)) {
      heading = line;
      return null;
    }
    const file = inFile.exec(line)?.[1];
    if (file !== undefined) return file;
    return heading !== null && numbered.test(line) ? heading : null;
  });
};
