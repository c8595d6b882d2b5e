import type { Selection } from "../lines/abridged.ts";
import { linesGap, noneOf } from "../lines/abridged.ts";
import { byLines } from "../lines/by-lines.ts";
import { countOf, isFrame, isTrouble, isWarning, keepAround, keepEnds, startOf } from "../lines/marks.ts";

/**
 * Logs of builds, servers and installers: errors with what stands around them, stacks (the same frame once), each
 * warning once with how often it came, what sums up, the first lines and the last.
 */
export const logs = byLines({
  name: "logs",
  version: 1,
  minTokens: { balanced: 400, aggressive: 240 },
  takesErrors: true,
  fits: (lines) => lines.length >= 20 && countOf(lines, isLogged) >= lines.length * 0.4,
  select: (lines, level): Selection => {
    const isCareful = level === "balanced";
    const keeps = noneOf(lines);
    const notes = new Map<number, string>();
    keepEnds(keeps, isCareful ? 8 : 4, isCareful ? 12 : 6);
    keepMarked(lines, keeps, isCareful ? 3 : 1);
    keepWarnings(lines, keeps, notes);
    return { keeps, notes, gap: linesGap, minGap: 3 };
  },
});

/** A time, a level, or a step of something that is being built: what programs begin a line with that report. */
const isLogged = (line: string): boolean =>
  /^\W{0,3}(?:\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|[A-Z][a-z]{2} +\d+ \d\d:\d\d|\d{10,})|^\W{0,3}(?:trace|debug|info|notice|warn|warning|error|fatal|log|npm|yarn|pnpm|make|cargo|gcc|clang|go|step|layer)\b|^\s*(?:compiling|downloading|downloaded|installing|fetching|building|linking|copying|extracting|unpacking|collecting|using cached|requirement already|resolving|checking|get:|hit:|selecting|preparing|setting up|processing|\[\s*\d+[%/]|#\d+ )/i.test(
    line,
  ) || isFrame(line);

const isSummary = (line: string): boolean =>
  /\b(?:total|summary|finished|completed|succeeded|successfully|built in|done in|exit(?:ed)? (?:code|status)|took \d)\b/i.test(
    line,
  );

const maxSummaries = 20;

const keepMarked = (lines: readonly string[], keeps: Uint8Array, around: number): void => {
  const frames = new Set<string>();
  let summaries = 0;
  lines.forEach((whole, at) => {
    const line = startOf(whole);
    if (isFrame(line)) {
      if (!frames.has(line)) keeps[at] = 1;
      frames.add(line);
    } else if (isTrouble(line)) keepAround(keeps, at, around, around);
    else if (isSummary(line) && summaries < maxSummaries) {
      keeps[at] = 1;
      summaries += 1;
    }
  });
};

/** What makes warnings alike is what is left without numbers. */
const keepWarnings = (lines: readonly string[], keeps: Uint8Array, notes: Map<number, string>): void => {
  const alike = new Map<string, { readonly at: number; count: number }>();
  lines.forEach((whole, at) => {
    const line = startOf(whole);
    if (!isWarning(line) || isTrouble(line)) return;
    const form = line.replaceAll(/\d+/g, "0");
    const first = alike.get(form);
    if (first === undefined) alike.set(form, { at, count: 1 });
    else first.count += 1;
  });
  for (const { at, count } of alike.values()) {
    keeps[at] = 1;
    if (count > 1) notes.set(at, ` (${count} alike)`);
  }
};
