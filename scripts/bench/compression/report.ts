import type { Outcome } from "../../../src/offline/simulate/simulate.ts";

/** One conversation with what every contender came to; the first one sent everything. */
export type Played = { readonly name: string; readonly outcomes: readonly Outcome[] };

/** The figures of one contender in one conversation, or in many together. */
export type Figures = {
  /** In % of sending everything. */
  readonly dollars: number;
  readonly worstDollars: number;
  readonly tokens: number;
  /** Of the bound's savings, in %; NaN where the bound saves nothing. */
  readonly ofBound: number;
  readonly hitRate: number;
  /** Of the names that a later call used, in %. */
  readonly verbatim: number;
  readonly recoverable: number;
  readonly batches: number;
  readonly breaks: number;
  readonly unsound: number;
};

/** What a contender came to in these conversations together. */
export const figuresOf = (contender: string, played: readonly Played[]): Figures => {
  const [mine, raw, least] = [contender, "raw", "bound"].map((name) => outcomesOf(name, played));
  const sum = (of: readonly Outcome[] | undefined, value: (one: Outcome) => number): number =>
    (of ?? []).reduce((all, one) => all + value(one), 0);
  const cost = ({ costMicros }: Outcome): number => costMicros;
  const input = ({ inputTokens }: Outcome): number => inputTokens;
  const needles = sum(mine, (one) => one.needles.all);
  const verbatim = sum(mine, (one) => one.needles.verbatim);
  const saved = sum(raw, cost) - sum(mine, cost);
  return {
    dollars: percent(sum(mine, cost), sum(raw, cost)),
    worstDollars: Math.max(...played.map((one) => dollarsIn(one, contender))),
    tokens: percent(sum(mine, input), sum(raw, input)),
    ofBound: percent(saved, sum(raw, cost) - sum(least, cost)),
    hitRate: percent(
      sum(mine, (one) => one.readTokens),
      sum(mine, input),
    ),
    verbatim: percent(verbatim, needles),
    recoverable: percent(verbatim + sum(mine, (one) => one.needles.recoverable), needles),
    batches: sum(mine, (one) => one.batches),
    breaks: sum(mine, (one) => one.breaks),
    unsound: sum(mine, (one) => one.unsound.length),
  };
};

const outcomesOf = (contender: string, played: readonly Played[]): readonly Outcome[] =>
  played.flatMap(({ outcomes }) => outcomes.filter((one) => one.contender === contender));

const dollarsIn = ({ outcomes }: Played, contender: string): number => {
  const costOf = (name: string): number => outcomes.find((one) => one.contender === name)?.costMicros ?? Number.NaN;
  return percent(costOf(contender), costOf("raw"));
};

const percent = (part: number, whole: number): number => (whole === 0 ? Number.NaN : (100 * part) / whole);

const columns: readonly (readonly [title: string, field: keyof Figures, digits: number])[] = [
  ["dollars %", "dollars", 1],
  ["worst %", "worstDollars", 1],
  ["of bound %", "ofBound", 1],
  ["tokens %", "tokens", 1],
  ["cache hit %", "hitRate", 1],
  ["verbatim %", "verbatim", 2],
  ["or back %", "recoverable", 2],
  ["batches", "batches", 0],
  ["breaks", "breaks", 0],
  ["unsound", "unsound", 0],
];

/** A table with a line for each contender. */
export const tableOf = (about: string, played: readonly Played[]): string => {
  const contenders = [...new Set(played.flatMap(({ outcomes }) => outcomes.map(({ contender }) => contender)))];
  const head = about.padEnd(24) + columns.map(([title]) => title.padStart(12)).join("");
  const lines = contenders.map((contender) => {
    const figures = figuresOf(contender, played);
    const cells = columns.map(([, field, digits]) => shown(figures[field], digits).padStart(12));
    return `  ${contender}`.padEnd(24) + cells.join("");
  });
  return [head, ...lines].join("\n");
};

const shown = (value: number, digits: number): string => (Number.isFinite(value) ? value.toFixed(digits) : "-");
