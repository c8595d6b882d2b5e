import type { Database } from "bun:sqlite";
import { dayThere, evenTimes, hourThere, type Zone, zoneNamed } from "../../lib/zone.ts";
import { addFigures, addRequest, type Figures, groupOf, noFigures, requestsIn, without } from "./figures.ts";
import { dayMs, figuresIn, filledTime, largestNames, quarterMs, type Stretch, stepsIn, stretches } from "./rollups.ts";
import { type Counted, names, type Stats, type StatsQuestion } from "./row.ts";
import { lowestIdAt, rowsBetween, unfinishedBetween } from "./rows.ts";

/** How many groups an answer has where nobody says, and at most. */
export const usualGroups = 100;
const mostGroups = 1000;

/** So many groups as somebody asks for, within reason. */
export const withinMost = (top: number): number => Math.max(1, Math.min(top, mostGroups));

/** How far the sums are: rows from this id on are in them; rows that began before this moment are gone. */
export type Progress = { readonly filledFrom: string; readonly rowsFrom: number };

/** Null in a ledger that no newer version has opened yet. */
export const progressOf = (database: Database): Progress | null => {
  const hasSums = database.query("SELECT 1 FROM sqlite_schema WHERE name = 'progress'").get() !== null;
  return hasSums
    ? (database.query("SELECT filled_from AS filledFrom, rows_from AS rowsFrom FROM progress").get() as Progress | null)
    : null;
};

/** Whether all that began at this moment or later is in the sums. */
export const isSummed = ({ filledFrom }: Progress, since: number): boolean => filledFrom <= lowestIdAt(since);

/**
 * Answers a question: whole quarters and days from the sums, what is left at both ends from the rows. `run` is the
 * daemon's whose unfinished requests still run; with null they have been interrupted. Throws a RangeError for a zone
 * that nobody knows.
 */
export const statsIn = (database: Database, question: StatsQuestion, run: string | null): Stats => {
  const { by, zone = "UTC", top = usualGroups } = question;
  const source = sourceOf(database, question, run);
  if (by === "day" || by === "hour") return byTime(source, by, zoneNamed(zone));
  return byName(source, names[by], by, withinMost(top));
};

/** Where an answer comes from: stretches of sums, and rows beside them. */
type Source = {
  readonly database: Database;
  readonly whole: { readonly from: number; readonly to: number } | null;
  readonly parts: readonly Stretch[];
  readonly rows: () => Generator<Counted>;
};

const sourceOf = (
  database: Database,
  { since, until = Number.POSITIVE_INFINITY }: StatsQuestion,
  run: string | null,
): Source => {
  const progress = progressOf(database);
  const isInSums = progress !== null && isSummed(progress, since);
  // Where the rows are gone a quarter can only be told as a whole.
  const edge = (at: number): number => (at < (progress?.rowsFrom ?? 0) ? quarterOf(at) : at);
  const [from, to] = [edge(since), edge(until)];
  const [first, last] = [Math.ceil(from / quarterMs) * quarterMs, quarterOf(to)];
  const whole = isInSums && first < last ? { from: first, to: last } : null;
  return {
    database,
    whole,
    parts: whole === null ? [] : stretches(whole.from, whole.to),
    rows: function* () {
      if (whole === null) return yield* rowsBetween(database, from, to, run);
      if (from < whole.from) yield* rowsBetween(database, from, whole.from, run);
      if (run === null) yield* unfinishedBetween(database, whole.from, whole.to);
      if (whole.to < to) yield* rowsBetween(database, whole.to, to, run);
    },
  };
};

const quarterOf = (at: number): number => Math.floor(at / quarterMs) * quarterMs;

const byName = (
  { database, parts, rows }: Source,
  nameOf: (request: Counted) => string,
  by: keyof typeof names,
  top: number,
): Stats => {
  const groups = new Map<string, Figures>();
  const total = noFigures();
  for (const row of rows()) {
    addRequest(figuresOf(groups, nameOf(row)), row, 1);
    addRequest(total, row, 1);
  }
  if (parts.length > 0) {
    const candidates = new Set([...largestNames(database, by, parts, top), ...groups.keys()]);
    for (const [name, figures] of figuresIn(database, by, parts, candidates))
      addFigures(figuresOf(groups, name), figures);
    for (const [, figures] of figuresIn(database, "all", parts, [""])) addFigures(total, figures);
  }
  return ranked(groups, total, top);
};

/** The largest groups, then what is left of all. */
export const ranked = (groups: ReadonlyMap<string, Figures>, total: Figures, top: number): Stats => {
  const listed = [...groups].filter(([, figures]) => requestsIn(figures) > 0).sort(largestFirst);
  const shown = listed.slice(0, top);
  const others = without(
    total,
    shown.map(([, figures]) => figures),
  );
  return {
    groups: [
      ...shown.map(([name, figures]) => groupOf(name, figures)),
      ...(requestsIn(others) === 0 ? [] : [groupOf("(others)", others)]),
    ],
    total: groupOf("total", total),
  };
};

type Named = readonly [string, Figures];

const largestFirst = ([aName, a]: Named, [bName, b]: Named): number =>
  requestsIn(b) - requestsIn(a) || aName.localeCompare(bName);

const lengths = { day: dayMs, hour: dayMs / 24 } as const;

/** Days and hours come in their order, also the hour that comes twice in autumn. */
const byTime = ({ database, whole, rows }: Source, by: "day" | "hour", zone: Zone): Stats => {
  const steps = new Map<number, Figures>();
  for (const row of rows()) addRequest(figuresOf(steps, quarterOf(row.startedAt)), row, 1);
  const filled = whole === null ? null : filledTime(database);
  if (whole !== null && filled !== null)
    for (const time of evenTimes(Math.max(whole.from, filled.from), Math.min(whole.to, filled.to), zone))
      for (const [at, figures] of stepsIn(database, time, lengths[by])) addAll(steps, Math.max(at, time.from), figures);
  return foldedByTime(steps, by, zone);
};

/** Days or hours of a zone out of shorter steps by when they begin, in their order. */
export const foldedByTime = (steps: ReadonlyMap<number, Figures>, by: "day" | "hour", zone: Zone): Stats => {
  const groups = new Map<string, Figures>();
  const total = noFigures();
  const nameOf = by === "day" ? dayThere : hourThere;
  for (const [at, figures] of [...steps].sort(([a], [b]) => a - b)) {
    if (requestsIn(figures) === 0) continue;
    addFigures(total, figures);
    addAll(groups, nameOf(at, zone), figures);
  }
  return { groups: [...groups].map(([name, figures]) => groupOf(name, figures)), total: groupOf("total", total) };
};

const figuresOf = <Key>(groups: Map<Key, Figures>, key: Key): Figures => {
  const known = groups.get(key) ?? noFigures();
  groups.set(key, known);
  return known;
};

/** What is the first of its key is taken as it is: there can be thousands. */
const addAll = <Key>(groups: Map<Key, Figures>, key: Key, figures: Figures): void => {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, figures);
  else addFigures(known, figures);
};
