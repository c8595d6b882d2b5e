import { evenTimes, zoneNamed } from "../../../lib/zone.ts";
import { foldedByTime, ranked, usualGroups, withinMost } from "../answer.ts";
import { addSums, type Figures, noFigures, sumColumns } from "../figures.ts";
import { dayMs, quarterMs } from "../rollups.ts";
import type { Grouping, Stats, StatsQuestion } from "../row.ts";
import type { Query } from "./connection.ts";
import { nameSql, sumSql } from "./sums.ts";

/** A question about the requests of all daemons that write there. */
export type EverywhereQuestion = Omit<StatsQuestion, "by"> & { readonly by: Grouping | "daemon" };

/**
 * The same figures by the same definitions as `statsIn` gives of one ledger, out of several queries: they must see the
 * same rows (repeatable read). Throws a RangeError for a zone that nobody knows.
 */
export const statsEverywhere = async (query: Query, question: EverywhereQuestion): Promise<Stats> => {
  const { by, zone = "UTC", top = usualGroups, since, until = Number.MAX_SAFE_INTEGER } = question;
  const from = Math.max(0, Math.ceil(since));
  const to = Math.min(Math.ceil(until), Number.MAX_SAFE_INTEGER);
  if (by !== "day" && by !== "hour") return byName(query, { from, to, name: nameSql[by], top: withinMost(top) });
  return byTime(query, { from, to, by, zone });
};

type Span = { readonly from: number; readonly to: number };

const byName = async (
  query: Query,
  { name, top, ...span }: Span & { readonly name: string; readonly top: number },
): Promise<Stats> => {
  const largest = await query(
    `SELECT ${name} AS name FROM proxy_requests WHERE ${inSpan} GROUP BY 1 ORDER BY count(*) DESC, (${name}) COLLATE "C" LIMIT $3`,
    [...bounds(span), top],
  );
  const wanted = JSON.stringify(largest.map((row) => String(row["name"])));
  const isWanted = `${name} IN (SELECT json_array_elements_text($3::text::json))`;
  const groups = await figuresBy(query, name, `${inSpan} AND ${isWanted}`, [...bounds(span), wanted]);
  const all = await figuresBy(query, "'total'", inSpan, bounds(span));
  return ranked(groups, all.get("total") ?? noFigures(), top);
};

const lengths = { day: dayMs, hour: dayMs / 24 } as const;

const byTime = async (
  query: Query,
  { by, zone: zoneName, ...span }: Span & { readonly by: "day" | "hour"; readonly zone: string },
): Promise<Stats> => {
  const zone = zoneNamed(zoneName);
  const steps = new Map<number, Figures>();
  const [filled] = await query(
    `SELECT min(started_at) AS first, max(started_at) AS last FROM proxy_requests WHERE ${inSpan}`,
    bounds(span),
  );
  if (filled?.["first"] == null) return foldedByTime(steps, by, zone);
  const first = Math.floor(Number(filled["first"]) / quarterMs) * quarterMs; // clocks are changed at a quarter
  for (const time of evenTimes(first, Number(filled["last"]) + 1, zone)) {
    const length = lengths[by];
    const step = `(started_at + ${Math.trunc(time.aheadMs)}) / ${length}`;
    const part = { from: Math.max(time.from, span.from), to: Math.min(time.to, span.to) };
    for (const [name, figures] of await figuresBy(query, step, inSpan, bounds(part)))
      steps.set(Math.max(Number(name) * length - time.aheadMs, time.from), figures);
  }
  return foldedByTime(steps, by, zone);
};

const inSpan = "started_at >= $1 AND started_at < $2";
const bounds = ({ from, to }: Span): readonly string[] => [String(from), String(to)];

const sums = sumColumns.map((column) => sumSql[column]).join(", ");

/** The figures of each group; `name` and `condition` are texts of ours. */
const figuresBy = async (
  query: Query,
  name: string,
  condition: string,
  values: readonly unknown[],
): Promise<Map<string, Figures>> => {
  const found = new Map<string, Figures>();
  const of = (row: Record<string, unknown>): Figures => {
    const figures = found.get(String(row["name"])) ?? noFigures();
    found.set(String(row["name"]), figures);
    return figures;
  };
  const where = `FROM proxy_requests WHERE ${condition}`;
  for (const row of await query(`SELECT ${name} AS name, ARRAY[${sums}]::bigint[] AS sums ${where} GROUP BY 1`, values))
    addSums(of(row), [...(row["sums"] as Iterable<unknown>)].map(Number), 1); // one for each of `sumColumns`
  for (const [column, times] of [
    ["duration_bucket", "durations"],
    ["ttft_bucket", "firsts"],
  ] as const) {
    const counts = `SELECT ${name} AS name, ${column} AS bucket, count(*) AS count ${where} AND ${column} IS NOT NULL GROUP BY 1, 2`;
    for (const row of await query(counts, values)) of(row)[times][Number(row["bucket"])] = Number(row["count"]);
  }
  return found;
};
