import type { Verdict } from "./goals.ts";
import type { Line } from "./report.ts";

/** The lines as a table for people: what was measured of everybody, then our goals, each with what came of it. */
export const tableOf = (lines: readonly Line[]): string => {
  const abouts = [...new Set(lines.map(({ about }) => about))];
  const blocks = abouts.map((about) =>
    block(
      about,
      lines.filter((line) => line.about === about),
    ),
  );
  return blocks.join("\n\n");
};

/** How many goals were missed. */
export const missedIn = (lines: readonly Line[]): number =>
  lines.flatMap(({ verdicts }) => verdicts).filter(({ isMet }) => !isMet).length;

const columns: Readonly<Record<string, { readonly title: string; readonly digits: number }>> = {
  perSecond: { title: "req/s", digits: 0 },
  p50Ms: { title: "p50 ms", digits: 3 },
  p99Ms: { title: "p99 ms", digits: 2 },
  ratio: { title: "x bare", digits: 2 },
  addedP50Ms: { title: "added p50", digits: 3 },
  addedP99Ms: { title: "added p99", digits: 2 },
  opensPerAnswer: { title: "opens/answer", digits: 2 },
  wrong: { title: "wrong", digits: 0 },
  firstEventP50Ms: { title: "1st event ms", digits: 1 },
  addedFirstEventP50Ms: { title: "added", digits: 1 },
  eventsPerSecond: { title: "events/s", digits: 0 },
  delayP50Ms: { title: "delay p50", digits: 2 },
  delayP99Ms: { title: "delay p99", digits: 2 },
  missing: { title: "missing", digits: 0 },
  startMs: { title: "start ms", digits: 0 },
  firstAnswerMs: { title: "1st answer", digits: 0 },
  idleMb: { title: "idle MB", digits: 0 },
  streamingMb: { title: "1,000 str. MB", digits: 0 },
  grownMb: { title: "grown MB", digits: 0 },
  statusMs: { title: "status ms", digits: 0 },
  idleStreams: { title: "idle streams", digits: 0 },
  holdingMb: { title: "MB", digits: 0 },
  controlMs: { title: "control ms", digits: 1 },
  unreadMb: { title: "unread MB", digits: 1 },
  lost: { title: "lost", digits: 0 },
};

const block = (about: string, lines: readonly Line[]): string => {
  const fields = Object.keys(columns).filter((field) => lines.some(({ figures }) => field in figures));
  const head = [about.padEnd(nameWidth), ...fields.map((field) => cell(columns[field]?.title ?? field))].join("");
  const rows = lines.map(({ contestant, figures }) =>
    [
      `  ${contestant}`.padEnd(nameWidth),
      ...fields.map((field) => cell(shown(figures[field], columns[field]?.digits ?? 0))),
    ].join(""),
  );
  return [head, ...rows, ...lines.flatMap(({ verdicts }) => verdicts.map(verdictLine))].join("\n");
};

const nameWidth = 36;
const cell = (text: string): string => text.padStart(14);

const shown = (value: number | undefined, digits: number): string =>
  value === undefined || Number.isNaN(value)
    ? "-"
    : value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A goal, and what came of it. */
export const verdictLine = ({ goal, value, isMet }: Verdict): string =>
  `  ${isMet ? "ok  " : "MISS"}  ${goal.name}: ${shown(value, 2)}${goal.unit}, goal ${goal.is} ${goal.limit}${goal.unit}`;
