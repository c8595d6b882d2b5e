import type { Size } from "./hold.ts";

/** Lines at the bottom of a terminal that are painted over as they change. */
export type Block = {
  readonly paint: (lines: readonly string[]) => void;
  /** Lines that stay, above it. */
  readonly above: (text: string) => void;
  /** What was painted is not where it was: the next time all of it is painted, below. */
  readonly forget: () => void;
};

/** Terminals that know it show what stands between as one picture; all others ignore it. */
const [together, done] = ["\u001b[?2026h", "\u001b[?2026l"] as const;
const [clearLine, clearBelow] = ["\u001b[K", "\u001b[J"] as const;

/** A block that is written with `draw`. Its cursor rests on the line below. */
export const createBlock = (draw: (text: string) => void, size: () => Size): Block => {
  let shown: readonly string[] = [];
  let last: Size = { columns: 0, rows: 0 };
  const write = (change: string): void => (change === "" ? undefined : draw(together + change + done));
  const fitting = (lines: readonly string[], { columns, rows }: Size): readonly string[] =>
    lines.slice(0, Math.max(1, rows - 1)).map((line) => Bun.sliceAnsi(line, 0, columns, { ellipsis: "…" }));
  const paint = (lines: readonly string[], text: string): void => {
    const now = size();
    const next = fitting(lines, now);
    const stays = text === "" && last.columns === now.columns && last.rows === now.rows;
    write(
      stays ? changeOf(shown, next, now.columns) : erased(shown, now.columns) + text + changeOf([], next, now.columns),
    );
    [shown, last] = [next, now];
  };
  return {
    paint: (lines) => paint(lines, ""),
    above: (text) => paint(shown, `${text.replaceAll("\n", "\r\n")}\r\n`),
    forget: () => {
      shown = [];
    },
  };
};

/** What a terminal has to be told so that it shows other lines; only what differs is written. Empty where nothing does. */
export const changeOf = (before: readonly string[], after: readonly string[], columns: number): string => {
  if (before.length === after.length && before.every((line, at) => line === after[at])) return "";
  const up = before.length === 0 ? "" : `\u001b[${before.length}A`;
  const lines = after.map((line, at) => (line === before[at] ? "" : over(line, columns)));
  return `${up}\r${lines.map((line) => `${line}\r\n`).join("")}${before.length > after.length ? clearBelow : ""}`;
};

/** A line that fills the width has nothing behind it, and the sign for clearing would take its last letter. */
const over = (line: string, columns: number): string => line + (Bun.stringWidth(line) < columns ? clearLine : "");

/** Takes lines away that were painted when the window was wider or narrower: terminals wrap them anew. */
const erased = (shown: readonly string[], columns: number): string => {
  const rows = shown.reduce((sum, line) => sum + Math.max(1, Math.ceil(Bun.stringWidth(line) / columns)), 0);
  return rows === 0 ? "" : `\u001b[${rows}A\r${clearBelow}`;
};
