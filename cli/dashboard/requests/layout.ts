import type { ListedRequest } from "../data/requests.ts";
import { plain } from "../frame/cells.ts";
import { type Column, type ColumnName, columns } from "./columns.ts";

/** A column in its place. */
export type PlacedColumn = { readonly name: ColumnName; readonly width: number; readonly gap: number };

/** What goes first where there is little room. */
const byPriority: readonly ColumnName[] = [
  ...(["st", "model", "time", "cost", "in", "clock", "upstream", "out"] as const),
  ...(["session", "client", "ttft", "saved", "cached", "end"] as const),
];

const inOrder = Object.keys(columns) as readonly ColumnName[];

/** From this width on a model's name has room to be told from others. */
const roomy = 60;
const roomyModel = 16;

/** The columns of texts, in the order in which they get what is left. */
const texts: readonly ColumnName[] = ["model", "upstream", "session", "client"];

/** More air than this between two columns tears a row apart. */
const mostGap = 3;

type Ask = { readonly now: number; readonly isWide: boolean };

/** The columns that fit into so many cells; what is left goes to the texts, the model's first of all. */
export const layoutOf = (
  requests: readonly ListedRequest[],
  room: number,
  { now, isWide }: Ask,
): readonly PlacedColumn[] => {
  const kept = new Map<ColumnName, number>();
  let left = room;
  for (const name of byPriority) {
    const width = widthOf(name, requests, { now, isWide }, room >= roomy - 6);
    if (width + 1 > left) break;
    kept.set(name, width);
    left -= width + 1;
  }
  const hasAll = kept.size === byPriority.length;
  for (const name of hasAll ? texts : []) {
    const more = Math.min(left, Math.max(0, longestOf(name, requests, now) - (kept.get(name) ?? 0)));
    kept.set(name, (kept.get(name) ?? 0) + more);
    left -= more;
  }
  const gap = hasAll ? Math.min(mostGap, 1 + Math.floor(left / kept.size)) : 1;
  const model = kept.get("model");
  if (model !== undefined && !hasAll) kept.set("model", model + left);
  return inOrder.flatMap((name) => {
    const width = kept.get(name);
    return width === undefined ? [] : [{ name, width, gap }];
  });
};

const widthOf = (name: ColumnName, requests: readonly ListedRequest[], ask: Ask, isRoomy: boolean): number => {
  const { width, most }: Column = columns[name];
  const longest = longestOf(name, requests, ask.now);
  if (most === undefined) return Math.max(width, longest);
  if (ask.isWide) return Math.max(width, longest);
  if (name === "model") return isRoomy ? roomyModel : width;
  return Math.max(width, Math.min(longest, most));
};

/** The longest that stands in a column, its title too; a text of no sense is not worth more than this. */
const longestOf = (name: ColumnName, requests: readonly ListedRequest[], now: number): number =>
  requests.reduce((length, request) => Math.max(length, lengthOf(name, request, now)), columns[name].title.length);

const mostText = 60;

/** Measured once: what has ended says the same in every picture. */
const measured = new WeakMap<ListedRequest, Map<ColumnName, number>>();

const lengthOf = (name: ColumnName, request: ListedRequest, now: number): number => {
  if (request.outcome === null) return measuredNow(name, request, now);
  const known = measured.get(request) ?? new Map<ColumnName, number>();
  const length = known.get(name) ?? measuredNow(name, request, now);
  measured.set(request, known.set(name, length));
  return length;
};

const measuredNow = (name: ColumnName, request: ListedRequest, now: number): number => {
  const { cell }: Column = columns[name];
  return Math.min(mostText, plain(cell(request, now).text).length);
};
