import type { SeriesBin } from "../../../src/control/contract.ts";
import { lately, pointsOf, windowOf, windowQuestion } from "../data/series.ts";
import { charted, placeOfChart } from "../frame/chart.ts";
import { type Line, type Span, span } from "../frame/line.ts";
import { besideEachOther } from "../frame/parts.ts";
import type { Panel } from "../panel.ts";
import type { State } from "../state.ts";
import { askingLine } from "./asking.ts";
import { countParts } from "./now.ts";

/** Requests per second, and in which columns something went wrong. */
export const trafficPanel: Panel = (state, _now, { columns, rows }) => {
  const series = windowOf(state);
  const title = titleOf(state);
  if (series === null) return { title, lines: [askingLine(state.data.answers, windowQuestion(state))] };
  const rates = pointsOf(series, rateOf);
  const known = rates.filter((rate) => rate !== null);
  const hasMarks = rows >= 3;
  const curve = { points: rates, tone: "running", look: "bars" } as const;
  const chart = charted(
    { curves: [curve], words: rateWords, least: 1, axis: hasMarks ? marksName.length : 0 },
    { columns, rows: hasMarks ? rows - 1 : rows },
  );
  const place = placeOfChart(chart);
  const marks = hasMarks && place !== null ? [marksLine(pointsOf(series, errorsOf), place.left, place.columns)] : [];
  const now = lately(series, rateOf);
  return {
    title,
    note: withKeys(
      `now ${now === null ? "-" : rateWords(now)}  peak ${known.length === 0 ? "-" : rateWords(Math.max(...known))}`,
      columns - title.length - 8,
    ),
    lines: [...chart.lines, ...marks],
    plots: chart.plots,
  };
};

/** With the keys that change the time, in as many words as there is room for. */
const withKeys = (note: string, room: number): string =>
  [`[ shorter  ] longer   ${note}`, `[ ] time   ${note}`].find(({ length }) => length <= room) ?? note;

/** The same with the counts of the day below, for screens that have no place of their own for them. */
export const trafficAndCounts: Panel = (state, now, size) => {
  const view = trafficPanel(state, now, { ...size, rows: size.rows - 1 });
  const counts: Line = [span(" "), ...besideEachOther(countParts(state), size.columns - 2)];
  const blank = Array.from({ length: Math.max(0, size.rows - 1 - view.lines.length) }, (): Line => []);
  return { ...view, lines: [...view.lines, ...blank, counts] };
};

const titleOf = ({ windowMinutes }: State): string =>
  `Requests/s, last ${windowMinutes === 60 ? "hour" : `${windowMinutes} min`}`;

const rateOf = ({ requests }: SeriesBin, seconds: number): number => requests / seconds;

/** What went wrong: 1 = a limit alone, more = anything else. */
const errorsOf = ({ limited, cut, failed }: SeriesBin): number => (limited > 0 ? 1 : 0) + 2 * (cut + failed);

/** `4.2`, `240`. */
const rateWords = (perSecond: number): string =>
  perSecond < 10 && perSecond % 1 !== 0 ? perSecond.toFixed(1) : String(Math.round(perSecond));

const marksName = " err";

/** `err│   x  !`: under the column in which it was. */
const marksLine = (errors: readonly (number | null)[], left: number, columns: number): Line => {
  const marks = Array.from({ length: columns }, (_, column): Span => {
    const from = Math.floor((column * errors.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * errors.length) / columns));
    const worst = Math.max(0, ...errors.slice(from, to).map((one) => one ?? 0));
    if (worst === 0) return span(" ");
    return worst === 1 ? span("!", "warning") : span("x", "error");
  });
  return [span(`${marksName.padStart(left - 1)}│`, "muted"), ...marks];
};
