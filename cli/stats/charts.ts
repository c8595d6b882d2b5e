import type { Series, SeriesBin, SeriesQuestion } from "../../src/control/contract.ts";
import type { Meaning, Paint } from "../output/colour.ts";
import { sparkline } from "../output/sparkline.ts";
import { exactly, money, roughly, unknown, waited } from "../output/units.ts";

/** How much time one sign of a chart stands for. */
const binMs = 2000;

/** A chart looks back so many signs at most: two minutes. */
const mostSigns = 60;

/** Fewer tell nothing. */
const fewestSigns = 10;

/** Room for the name before a chart, and for the words behind it. */
const [nameWidth, wordsWidth] = [9, 20] as const;

/** Signs of a chart in so many columns; too few are none. */
const signsIn = (width: number): number => {
  const room = Math.min(mostSigns, width - nameWidth - wordsWidth);
  return room < fewestSigns ? 0 : room;
};

/** What to ask the daemon for charts of this width; null where there is no room for any. The step that goes on is not drawn. */
export const seriesFor = (width: number): SeriesQuestion | null => {
  const signs = signsIn(width);
  return signs === 0 ? null : { windowMs: (signs + 1) * binMs, bins: signs + 1 };
};

type Chart = {
  readonly name: string;
  readonly meaning: Meaning;
  /** The figure of a step that is known, as it is drawn; null = nobody can say. */
  readonly value: (bin: SeriesBin, seconds: number) => number | null;
  readonly words: (values: readonly number[], bins: readonly SeriesBin[]) => string;
};

/** A sum is only told as far as it is known. */
const costWords: Chart["words"] = (values, bins) => {
  const missing = sum(bins.map(({ unknownCost }) => unknownCost));
  if (missing === 0) return `${money(sum(values))} in all`;
  return sum(values) === 0 ? unknown : `${money(sum(values))} + ${exactly(missing)} ?`;
};

const charts: readonly Chart[] = [
  {
    name: "req/s",
    meaning: "running",
    value: ({ requests }, seconds) => requests / seconds,
    words: (values) => `peak ${rate(Math.max(...values))}`,
  },
  {
    name: "errors",
    meaning: "error",
    value: ({ limited, cut, failed }) => limited + cut + failed,
    words: (values) => (sum(values) === 0 ? "none" : `${exactly(sum(values))} in all`),
  },
  {
    name: "tok/s",
    meaning: "saved",
    value: ({ outputTokens }, seconds) => (outputTokens === null ? null : outputTokens / seconds),
    words: (values) => `peak ${roughly(Math.round(Math.max(...values)))}`,
  },
  {
    name: "latency",
    meaning: "warning",
    value: ({ p50Ms }) => p50Ms,
    words: (values) => `peak ${waited(Math.max(...values))}`,
  },
  {
    name: "cost",
    meaning: "ok",
    value: ({ costMicros }) => costMicros,
    words: costWords,
  },
];

/** A chart a line: its name, the time up to now, and what the highest sign means. What nobody knows is a gap. */
export const chartLines = ({ bins, binMs: stepMs }: Series, width: number, paint: Paint): readonly string[] => {
  const signs = signsIn(width);
  if (signs === 0 || !bins.some(({ known }) => known)) return [];
  const ended = bins.slice(0, -1).slice(-signs);
  return charts.map(({ name, meaning, value, words }) => {
    const values = ended.map((bin) => (bin.known ? value(bin, stepMs / 1000) : null));
    const known = values.flatMap((one) => one ?? []);
    const drawn = sparkline([...Array.from({ length: signs - values.length }, () => null), ...values]);
    return `${name.padEnd(nameWidth)}${paint(meaning, drawn)}  ${known.length === 0 ? unknown : words(known, ended)}`;
  });
};

const rate = (perSecond: number): string => perSecond.toFixed(perSecond < 10 ? 1 : 0);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
