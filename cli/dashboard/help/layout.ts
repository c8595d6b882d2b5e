import { fit } from "../frame/cells.ts";
import { type Line, lineOf, reversed, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import type { Block, Entry } from "./entries.ts";

/** A cell of the help as it is laid out: which entry it is of, if any. */
type Cell = { readonly line: Line; readonly at: number | null };

/** So wide a column is at least; twice that and there are two. */
const leastColumn = 37;

/** The blocks in one or two columns; `rowOf` the chosen entry is where it begins. */
export const laidOut = (
  blocks: readonly Block[],
  chosen: number,
  width: number,
): { readonly lines: readonly Line[]; readonly chosenRow: number } => {
  const count = width >= 2 * leastColumn ? 2 : 1;
  const column = Math.floor(width / count);
  let at = 0;
  const cellsOf = ({ title, entries }: Block): readonly Cell[] => {
    const keys = Math.min(14, Math.max(...entries.map((entry) => entry.keys.length)));
    const tone = entries.every(isGrey) ? "muted" : "heading";
    const heading: Cell = { at: null, line: lineOf(span(fit(` ${title}`, column), tone)) };
    return [heading, ...entries.flatMap((entry) => entryCells(entry, at++, { chosen, keys, column }))];
  };
  const sections = [blocks.filter((one) => one.isElsewhere !== true), blocks.filter((one) => one.isElsewhere === true)]
    .map((some) => some.map(cellsOf))
    .filter((parts) => parts.length > 0)
    .map((parts) => (count === 1 ? [spaced(parts)] : halves(parts)));
  const blank: Cell = { at: null, line: lineOf(" ".repeat(column)) };
  const rows = sections.flatMap((columns, index): readonly (readonly Cell[])[] => {
    const height = Math.max(...columns.map((cells) => cells.length));
    const laid = Array.from({ length: height }, (_, row) => columns.map((cells) => cells[row] ?? blank));
    return index === 0 ? laid : [[], ...laid];
  });
  return {
    lines: rows.map((cells) => cells.flatMap(({ line }) => line)),
    chosenRow: Math.max(
      0,
      rows.findIndex((cells) => cells.some((cell) => cell.at === chosen)),
    ),
  };
};

const isGrey = ({ why, keys }: Entry): boolean => why !== null && keys !== "";

type Shape = { readonly chosen: number; readonly keys: number; readonly column: number };

const entryCells = (entry: Entry, at: number, { chosen, keys, column }: Shape): readonly Cell[] => {
  const margin = keys === 0 ? 1 : keys + 4;
  return wrapped(entry.label, Math.max(8, column - margin - 1)).map((label, row): Cell => {
    const isFirst = row === 0;
    const mark = at === chosen && isFirst ? ">" : " ";
    const shown = keys === 0 ? mark : `${mark} ${fit(isFirst ? entry.keys : "", keys)}  `;
    const tone = isGrey(entry) ? "muted" : undefined;
    const line = lineOf(span(shown, tone ?? "heading"), span(fit(label, column - margin), tone));
    return { at, line: at === chosen ? reversed(line) : line };
  });
};

const spaced = (parts: readonly (readonly Cell[])[]): readonly Cell[] =>
  parts.flatMap((cells, index) =>
    index === 0 ? cells : [{ at: null, line: lineOf(" ".repeat(cells[0]?.line[0]?.text.length ?? 0)) }, ...cells],
  );

/** The blocks in their order, broken where both halves are as even as they can be. */
const halves = (parts: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] => {
  const both = parts.map((_, index) => [spaced(parts.slice(0, index + 1)), spaced(parts.slice(index + 1))] as const);
  const height = ([left, right]: (typeof both)[number]): number => Math.max(left.length, right.length);
  return both.toSorted((a, b) => height(a) - height(b))[0] ?? [];
};
