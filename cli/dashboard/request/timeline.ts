import type { RequestDetail } from "../../../src/core/request-detail.ts";
import type { Meaning } from "../../output/colour.ts";
import { exactly, waited } from "../../output/units.ts";
import { type Line, lineOf, span } from "../frame/line.ts";
import { signOf } from "../requests/sign.ts";
import { labelled, labelWidth } from "./labelled.ts";

/** A stretch of time on the way of a request. */
type Stretch = {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly says: string;
  readonly tone: Meaning;
};

/** What is left free on the right for the words of the last bar. */
const wordsRoom = 26;

/** The steps of a request as bars under one scale, and the longest silence. */
export const timelineLines = (detail: RequestDetail, now: number, width: number): readonly Line[] => {
  const total = totalMs(detail, now);
  const stretches = stretchesOf(detail, total);
  if (stretches.length === 0) return labelled("Time", "not known any more", width, "muted");
  const room = Math.max(8, width - labelWidth - Math.min(wordsRoom, Math.floor(width / 3)));
  return [
    scaleLine(total, room),
    ...stretches.map((stretch) => barLine(stretch, total, room, width)),
    ...endLines(detail, total, room, width),
    ...gapLines(detail, width),
  ];
};

const totalMs = ({ timeline, summary, running }: RequestDetail, now: number): number => {
  if (timeline.endMs !== null) return Math.max(timeline.endMs, 0.001);
  if (summary !== null) return Math.max(summary.durationMs, 0.001);
  return Math.max(now - (running?.startedAt ?? now), timeline.lastByteMs ?? 0, 0.001);
};

/** The tries before the last, and the waits between them. */
const earlier = ({ routed: { tries = [] } }: RequestDetail): readonly Stretch[] =>
  tries
    .filter(({ what }) => what !== "skipped")
    .flatMap(({ upstream, reason, atMs, tookMs, waitedMs }): readonly Stretch[] => {
      const endMs = atMs + tookMs;
      const tried = { fromMs: atMs, toMs: endMs, says: `${upstream} ${reason}`, tone: "error" } as const;
      const pause = {
        fromMs: endMs,
        toMs: endMs + waitedMs,
        says: `${waited(waitedMs)} waited`,
        tone: "muted",
      } as const;
      return [{ name: "tried", ...tried }, ...(waitedMs === 0 ? [] : [{ name: "pause", ...pause }])];
    });

const stretchesOf = (detail: RequestDetail, total: number): readonly Stretch[] => {
  const { timeline, running } = detail;
  const { sentMs, firstByteMs, lastByteMs, pieces } = timeline;
  const begun = sentMs ?? 0;
  const waitedTo = firstByteMs ?? total;
  const stretches: Stretch[] = [...earlier(detail)];
  if (sentMs !== null && stretches.length === 0)
    stretches.push({ name: "proxy", fromMs: 0, toMs: sentMs, says: `${waited(sentMs)} until sent`, tone: "muted" });
  const first = firstByteMs === null ? (running === null ? "no answer" : "waiting") : "to first byte";
  stretches.push({
    name: "wait",
    fromMs: begun,
    toMs: waitedTo,
    says: `${waited(waitedTo - begun)} ${first}`,
    tone: "warning",
  });
  if (firstByteMs === null) return stretches;
  const to = running === null ? (lastByteMs ?? total) : total;
  const events = pieces === null ? "" : `  ${exactly(pieces)} ${pieces === 1 ? "piece" : "pieces"}`;
  stretches.push({
    name: "stream",
    fromMs: firstByteMs,
    toMs: to,
    says: `${waited(to - firstByteMs)}${events}`,
    tone: "running",
  });
  return stretches;
};

const cellAt = (ms: number, total: number, room: number): number =>
  Math.max(0, Math.min(room - 1, Math.floor((ms / total) * room)));

/** A bar with its words behind it, or before it where there is no room behind. */
const barLine = ({ name, fromMs, toMs, says, tone }: Stretch, total: number, room: number, width: number): Line => {
  const from = cellAt(fromMs, total, room);
  const length = Math.max(1, Math.round(((toMs - fromMs) / total) * room));
  const bar = "█".repeat(Math.min(length, room - from));
  const label = span(`  ${name}`.padEnd(labelWidth), "muted");
  const behind = width - labelWidth - from - bar.length - 2;
  if (says.length > behind && says.length + 2 <= from)
    return lineOf(label, `${says}  `.padStart(from), span(bar, tone));
  return lineOf(label, " ".repeat(from), span(bar, tone), `  ${says}`.slice(0, Math.max(0, behind + 2)));
};

const endLines = ({ summary }: RequestDetail, total: number, room: number, width: number): readonly Line[] => {
  if (summary === null || summary.outcome === "--") return [];
  const { sign, meaning } = signOf(summary);
  const says = waited(total);
  const at = Math.min(room - 1, Math.max(0, width - labelWidth - says.length - 3));
  return [
    lineOf(
      span(`  ${sign.toLowerCase()}`.padEnd(labelWidth), meaning),
      " ".repeat(at),
      span("X", meaning),
      `  ${says}`,
    ),
  ];
};

const gapLines = ({ timeline }: RequestDetail, width: number): readonly Line[] => {
  const { longestGapMs, longestGapAtMs } = timeline;
  if (longestGapMs === null) return [];
  const at = longestGapAtMs === null ? "" : ` at ${waited(longestGapAtMs)}`;
  return labelled("Gaps", `longest silence ${waited(longestGapMs)}${at}`, width);
};

/** Between two words of the scale, in cells. */
const apart = 9;

const scaleLine = (total: number, room: number): Line => {
  const step = stepFor((total * apart) / room);
  let text = "";
  for (let at = 0; at <= total; at += step) {
    const cell = Math.round((at / total) * room);
    const word = at === 0 ? "0" : waited(at).replace(".0 ", " ").replace(" ", "");
    if (cell >= text.length && cell + word.length <= room + 6) text = text.padEnd(cell) + word;
  }
  return lineOf(span("Time".padEnd(labelWidth), "heading"), span(text, "muted"));
};

/** The next round number of milliseconds: 1, 2 or 5 of something. */
const stepFor = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
};
