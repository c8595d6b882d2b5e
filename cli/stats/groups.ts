import type { Answer, Ask } from "../../src/control/contract.ts";
import { type Column, tableLines } from "../output/table.ts";
import { costInTable, exactly, money, percent, roughly, share, unknown, waited } from "../output/units.ts";

/** What a statistic is grouped by; `daemon` only where all of them are asked about. */
export type Grouping = Ask<"everywhere">["by"];

/** One group of it. */
export type Group = Answer<"stats">["total"];

/** Every grouping of one daemon's requests, as it is typed. */
export const groupings = [
  "model",
  "session",
  "upstream",
  "client",
  "day",
  "hour",
  "status",
  "dialect",
] as const satisfies readonly Ask<"stats">["by"][];

/** A column, and how early it gives way on a narrow terminal: 0 = never. */
type GroupColumn = {
  readonly title: string;
  readonly givesWay: number;
  readonly cell: (group: Group) => string;
  /** Whether a group has something to show there; a column in which none has is left out. */
  readonly says?: (group: Group) => boolean;
};

const columns: readonly GroupColumn[] = [
  { title: "REQ", givesWay: 0, cell: ({ requests }) => exactly(requests) },
  { title: "OK%", givesWay: 3, cell: ({ ok, requests }) => share(ok, requests).replace("%", "") },
  { title: "IN", givesWay: 4, cell: ({ inputTokens }) => roughly(inputTokens) },
  { title: "CACHED", givesWay: 7, cell: ({ cachedShare }) => percent(cachedShare) },
  { title: "OUT", givesWay: 5, cell: ({ outputTokens }) => roughly(outputTokens) },
  {
    title: "SAVED",
    givesWay: 9,
    cell: ({ savedTokens }) => (savedTokens === 0 ? unknown : roughly(savedTokens)),
    says: ({ savedTokens }) => savedTokens !== 0,
  },
  {
    title: "SAVED $",
    givesWay: 16,
    cell: ({ savedTokens, savedMicros }) => (savedTokens === 0 ? unknown : money(savedMicros)),
    says: ({ savedTokens }) => savedTokens !== 0,
  },
  { title: "COST", givesWay: 0, cell: costInTable },
  { title: "$/1k req", givesWay: 13, cell: (group) => perThousand(group) },
  { title: "429", givesWay: 10, cell: ({ limited }) => exactly(limited), says: ({ limited }) => limited > 0 },
  { title: "CUT", givesWay: 11, cell: ({ cut }) => exactly(cut), says: ({ cut }) => cut > 0 },
  { title: "ABT", givesWay: 15, cell: ({ aborted }) => exactly(aborted), says: ({ aborted }) => aborted > 0 },
  { title: "FAILED", givesWay: 12, cell: ({ failed }) => exactly(failed), says: ({ failed }) => failed > 0 },
  { title: "P50", givesWay: 2, cell: ({ p50Ms }) => waited(p50Ms) },
  { title: "P95", givesWay: 6, cell: ({ p95Ms }) => waited(p95Ms) },
  { title: "P99", givesWay: 14, cell: ({ p99Ms }) => waited(p99Ms) },
  { title: "TTFT", givesWay: 8, cell: ({ ttftP50Ms }) => waited(ttftP50Ms) },
];

/** What a thousand requests like those whose cost is known would cost. */
const perThousand = ({ costMicros, requests, unknownCost }: Group): string =>
  costMicros === null || (costMicros === 0 && unknownCost > 0)
    ? unknown
    : money(Math.round((costMicros * 1000) / (requests - unknownCost)));

/** The narrowest that names may become for the sake of another column. */
const nameWidth = 16;

/** Groups as a table that fits the width: columns give way one after the other, a number is never cut. */
export const groupLines = (by: Grouping, groups: readonly Group[], total: Group, width: number): readonly string[] => {
  const rows = [
    ...groups.map((group) => ({ name: nameOf(by, group.name, groups), group })),
    ...(groups.length > 1 ? [{ name: "TOTAL", group: total }] : []),
  ];
  const widthOf = ({ title, cell }: GroupColumn): number =>
    2 + Math.max(title.length, ...rows.map(({ group }) => cell(group).length));
  const names = Math.min(nameWidth, Math.max(by.length, ...rows.map(({ name }) => Bun.stringWidth(name))));
  const told = columns.filter(({ says }) => says === undefined || rows.some(({ group }) => says(group)));
  const shown = fitting(told, widthOf, width - names);
  const head: readonly Column[] = [
    { title: by.toUpperCase(), flexible: true },
    ...shown.map(({ title }) => ({ title, right: true })),
  ];
  const cells = rows.map(({ name, group }) => [name, ...shown.map(({ cell }) => cell(group))]);
  return tableLines({ columns: head, rows: cells, width });
};

const fitting = (
  all: readonly GroupColumn[],
  widthOf: (column: GroupColumn) => number,
  width: number,
): readonly GroupColumn[] => {
  const needed = all.reduce((sum, column) => sum + widthOf(column), 0);
  const first = Math.max(...all.map(({ givesWay }) => givesWay));
  if (needed <= width || first === 0) return all;
  return fitting(
    all.filter(({ givesWay }) => givesWay !== first),
    widthOf,
    width,
  );
};

/** Hours without their offset, but for the one that came twice. */
const nameOf = (by: Grouping, name: string, groups: readonly Group[]): string => {
  if (by !== "hour" || !name.includes("T")) return name;
  const short = (hour: string): string => hour.slice(0, 16).replace("T", " ");
  const isTwice = groups.filter((group) => short(group.name) === short(name)).length > 1;
  return isTwice ? name.replace("T", " ") : short(name);
};

/** A group as a row for spreadsheets; the same whole numbers as in JSON, unknown is empty. */
export const groupRow = (by: Grouping, group: Group): Readonly<Record<string, string | number | null>> => ({
  [by]: group.name,
  requests: group.requests,
  ok: group.ok,
  limited: group.limited,
  cut: group.cut,
  aborted: group.aborted,
  failed: group.failed,
  bytes_in: group.bytesIn,
  bytes_out: group.bytesOut,
  p50_ms: whole(group.p50Ms),
  p95_ms: whole(group.p95Ms),
  ttft_p50_ms: whole(group.ttftP50Ms),
  p99_ms: whole(group.p99Ms),
  input_tokens: group.inputTokens,
  cache_read_tokens: group.cacheReadTokens,
  cache_write_tokens: group.cacheWriteTokens,
  output_tokens: group.outputTokens,
  reasoning_tokens: group.reasoningTokens,
  cached_share: group.cachedShare,
  cost_micros: group.costMicros,
  unknown_cost: group.unknownCost,
  estimated_cost: group.estimatedCost,
  estimated_micros: group.estimatedMicros,
  saved_tokens: group.savedTokens,
  saved_micros: group.savedMicros,
  reads_lost_micros: group.readsLostMicros,
  extra_writes_micros: group.extraWritesMicros,
  own_calls_micros: group.ownCallsMicros,
  memory_edits: group.memoryEdits,
  prefix_breaks: group.prefixBreaks,
  undeclared_breaks: group.undeclaredBreaks,
  cache_breaks: group.cacheBreaks,
  cache_break_micros: group.cacheBreakMicros,
});

const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
