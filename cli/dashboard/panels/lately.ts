import { type ListedRequest, listedRequests } from "../data/requests.ts";
import { type Column, tableOf } from "../frame/columns.ts";
import { line } from "../frame/line.ts";
import { windowOf } from "../lists.ts";
import type { Panel } from "../panel.ts";
import { type ColumnName, columns as known } from "../requests/columns.ts";
import { auto, targetsIn } from "../switching/targets.ts";

/** The latest requests to the chosen upstream. */
export const latelyPanel: Panel = ({ data, lists }, now, { columns, rows }) => {
  const names = targetsIn(data).map(({ name }) => name);
  const { chosen } = windowOf(lists["upstreams"], names, rows);
  const there = listedRequests(data).filter(({ upstream }) => chosen === auto || upstream === chosen);
  const title = chosen === null || chosen === auto ? "Latest requests" : `Latest requests to ${chosen}`;
  if (there.length === 0) return { title, lines: [line(" none lately", { tone: "muted" })] };
  const table = tableOf(columnsAt(now), there.slice(0, rows - 1), columns - 2);
  return { title, lines: [table.titles, ...table.rows].map((pieces) => [{ text: " " }, ...pieces]) };
};

/** As in the list of requests; the order in which they go where there is no room, and how short a text may be. */
const shown: readonly (readonly [name: ColumnName, rank: number, least?: number])[] = [
  ["clock", 3],
  ["st", 0],
  ["model", 1, 10],
  ["client", 6, 6],
  ["in", 5],
  ["out", 7],
  ["time", 2],
  ["cost", 4],
];

const columnsAt = (now: number): readonly Column<ListedRequest>[] =>
  shown.map(([name, rank, least]) => {
    const { title, width, cell, ...more } = known[name];
    const side = { right: "right" in more };
    return {
      title,
      usual: width,
      rank,
      ...side,
      cell: (request) => cell(request, now),
      ...(least === undefined ? {} : { least }),
    };
  });
