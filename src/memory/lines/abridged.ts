import { leftOut } from "../shrinkers/placeholder.ts";
import { namesIn } from "./names.ts";

/** How much of a text may go: the more careful way, or the other. */
export type Level = "balanced" | "aggressive";

/** Which lines of a text stay (1), and what is said of those that go. */
export type Selection = {
  readonly keeps: Uint8Array;
  /** What is added to a line that stands for others like it. */
  readonly notes: ReadonlyMap<number, string>;
  /** What stands for lines that go; they are numbered from 1. */
  readonly gap: (from: number, to: number) => string;
  /** Fewer lines than that are not worth a gap. */
  readonly minGap: number;
};

/** A selection that keeps nothing yet. */
export const noneOf = (lines: readonly string[]): Uint8Array => new Uint8Array(lines.length);

/** The usual words for lines that go: where they stood, so that a tool can be asked for just those. */
export const linesGap = (from: number, to: number): string => `… ${from}-${to}`;

/** Longer lines lose their middle. */
const maxLine: Readonly<Record<Level, number>> = { balanced: 600, aggressive: 160 };

/** Names of what goes are listed in so much of its length. */
const nameShare: Readonly<Record<Level, number>> = { balanced: 0.25, aggressive: 0.06 };

/** Nor in more characters than these. */
const maxNames: Readonly<Record<Level, number>> = { balanced: 5000, aggressive: 800 };

/** A text with only some of its lines, the names that were in the others, and how to get those back. */
export const abridged = (lines: readonly string[], selection: Selection, level: Level, id: string): string => {
  const keeps = closed(lines, selection);
  const kept: string[] = [];
  const gone: string[] = [];
  let count = 0;
  for (let at = 0; at < lines.length; at++) {
    if (keeps[at] === 1) {
      kept.push(`${clipped(lines[at] ?? "", maxLine[level], gone)}${selection.notes.get(at) ?? ""}`);
      continue;
    }
    const end = gapEnd(keeps, at);
    kept.push(selection.gap(at + 1, end));
    for (let inner = at; inner < end; inner++) gone.push(lines[inner] ?? "");
    count += end - at;
    at = end - 1;
  }
  const lost = gone.join("\n");
  const shown = kept.join("\n");
  const names = namesIn(lost, shown, Math.min(maxNames[level], lost.length * nameShare[level]));
  const said = names.length === 0 ? [] : [`[names in what is left out: ${names.join(" ")}]`];
  const what = count === 0 ? `${lost.length} characters` : `${count} of ${lines.length} lines`;
  return [shown, ...said, leftOut(what, id)].join("\n");
};

/** Whether a text has been made shorter already, by this or by another way: then what is left of it stays. */
export const isAbridged = (text: string): boolean =>
  /(?:^|\n)\[[^\n]{1,80} left out: proxy-cli memory show [^\n\]]{0,40}\]$/.test(text.slice(-200));

/** Gaps that would not be shorter than what they stand for are none. */
const closed = (lines: readonly string[], { keeps, minGap, gap }: Selection): Uint8Array => {
  const all = keeps.slice();
  for (let at = 0; at < lines.length; at++) {
    if (all[at] === 1) continue;
    const end = gapEnd(all, at);
    let chars = 0;
    for (let inner = at; inner < end; inner++) chars += (lines[inner]?.length ?? 0) + 1;
    if (end - at < minGap || chars <= gap(at + 1, end).length + 1) all.fill(1, at, end);
    at = end - 1;
  }
  return all;
};

const gapEnd = (keeps: Uint8Array, from: number): number => {
  const end = keeps.indexOf(1, from);
  return end < 0 ? keeps.length : end;
};

const clipped = (line: string, most: number, gone: string[]): string => {
  if (line.length <= most) return line;
  const head = line.slice(0, Math.floor((most * 2) / 3));
  const tail = line.slice(-Math.floor(most / 3));
  gone.push(line.slice(head.length, -tail.length));
  return `${head} … ${line.length - head.length - tail.length} characters … ${tail}`;
};
