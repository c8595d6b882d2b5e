import { isFileText } from "../lines/file-text.ts";
import { lineHashes } from "../lines/hashes.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/** Up to so many lines that come again and again together are seen as one. */
const longestBlock = 8;

/**
 * Lines, or a few lines together, that come again at once are written once, with how often they come again. Keeps: every
 * line at least once, in its order; nothing is lost.
 */
export const runs: Shrinker = {
  name: "runs",
  version: 1,
  isLossy: false,
  from: "lossless",
  maxLength: 1024 * 1024,
  suits: (text, about) => (hasRun(text) && !isFileText(about) ? {} : null),
  // Where such a note stands already, a second one could be taken to count it.
  apply: (text) => (noted.test(text) ? null : written(text.split("\n"))),
};

const noted = /^\[the (?:line|\d+ lines) above (?:once more|\d+ times more)\]$/m;

/** Whether some line stands there again within the length of a block. */
const hasRun = (text: string): boolean => {
  const hashes = lineHashes(text);
  return hashes.some((hash, at) => {
    if (hash === 0) return false; // nothing stands there
    for (let size = 1; size <= longestBlock; size++) if (hash === hashes[at + size]) return true;
    return false;
  });
};

const written = (lines: readonly string[]): string => {
  const out: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const run = bestRun(lines, at);
    if (run === null) {
      out.push(lines[at] as string);
      at++;
      continue;
    }
    out.push(...lines.slice(at, at + run.size), note(run));
    at += run.size * run.times;
  }
  return out.join("\n");
};

type Run = { readonly size: number; readonly times: number };

/** The run that begins here and saves the most; null = none saves anything. */
const bestRun = (lines: readonly string[], at: number): Run | null => {
  let best: Run | null = null;
  let most = 0;
  for (let size = 1; size <= longestBlock; size++) {
    if (lines[at] !== lines[at + size]) continue;
    let same = 0;
    while (at + size + same < lines.length && lines[at + same] === lines[at + size + same]) same++;
    const times = Math.floor(same / size) + 1;
    if (times < 2) continue;
    const block = lines.slice(at, at + size).reduce((sum, line) => sum + line.length + 1, 0);
    const saved = block * (times - 1) - note({ size, times }).length - 1;
    if (saved > most && saved > leastSaved) {
      best = { size, times };
      most = saved;
    }
  }
  return best;
};

/** Fewer letters are not worth a reader's thought. */
const leastSaved = 40;

const note = ({ size, times }: Run): string => {
  const often = times === 2 ? "once more" : `${times - 1} times more`;
  return size === 1 ? `[the line above ${often}]` : `[the ${size} lines above ${often}]`;
};
