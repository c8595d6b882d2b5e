import type { Shrinker } from "../shrinkers/shrinker.ts";

/** Shorter texts are read more easily as they are. */
const minChars = 400;

/**
 * What compilers and linters find fault with, a line for each place: the same fault of one file is told once, with all its
 * places. Keeps: every file, place and word; between other lines each fault stands where it came first.
 */
export const diagnostics: Shrinker = {
  name: "diagnostics",
  version: 1,
  isLossy: false,
  from: "lossless",
  suits: (text, { linesOf }) => (text.length >= minChars && hasAlike(linesOf(text)) ? {} : null),
  apply: (text) => {
    const lines = text.split("\n");
    const told: string[] = [];
    for (let at = 0; at < lines.length; ) {
      const faults = faultsFrom(lines, at);
      if (faults.length === 0) told.push(lines[at] ?? "");
      else told.push(...together(faults));
      at += Math.max(1, faults.length);
    }
    return told.join("\n");
  },
};

type Fault = { readonly file: string; readonly place: string; readonly what: string };

/** `a.ts(12,5): error …` and `a.c:12:5: error: …`; more than one place is what this has written itself. */
const fault = /^([^\s():][^\n():]{0,200}?)(\(\d{1,7}(?:,\d{1,7})?\)|:\d{1,7}(?::\d{1,7})?)(: ?\S.{6,})$/;

const longest = 2000;

/** A file, a place and a few words. */
const shortest = 10;

const faultIn = (line: string): Fault | null => {
  const [, file, place, what] = line.length > longest || line.length < shortest ? [] : (fault.exec(line) ?? []);
  return file === undefined || place === undefined || what === undefined ? null : { file, place, what };
};

/** How many lines in a row tell of faults. */
const faultsFrom = (lines: readonly string[], from: number): readonly Fault[] => {
  const faults: Fault[] = [];
  for (let at = from; at < lines.length; at++) {
    const one = faultIn(lines[at] ?? "");
    if (one === null) break;
    faults.push(one);
  }
  return faults;
};

const together = (faults: readonly Fault[]): readonly string[] => {
  const places = new Map<string, { readonly fault: Fault; readonly places: string[] }>();
  for (const one of faults) {
    const key = `${one.file}\n${one.what}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, { fault: one, places: [one.place] });
    else known.places.push(one.place);
  }
  return [...places.values()].map(({ fault: { file, what }, places: all }) => `${file}${all.join(" ")}${what}`);
};

const hasAlike = (lines: readonly string[]): boolean => {
  const seen = new Set<string>();
  for (const line of lines) {
    const one = faultIn(line);
    if (one === null) continue;
    const key = `${one.file}\n${one.what}`;
    if (seen.has(key)) return true;
    seen.add(key);
  }
  return false;
};
