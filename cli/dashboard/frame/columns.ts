import { fit, fitEnd, plain } from "./cells.ts";
import { type Line, type Span, span } from "./line.ts";

/** What stands in a cell: a text, or one with a look. */
export type Cell = string | Span;

/** A column of a table on the screen. */
export type Column<Row> = {
  readonly title: string;
  readonly cell: (row: Row) => Cell;
  /** Numbers stand on the right and are never cut. */
  readonly right?: boolean;
  /** A text may be cut down to so many cells; without this it is shown whole or not at all. */
  readonly least?: number;
  /** Where it is cut this many of its first cells stay, and its end: what begins alike is told apart by that. */
  readonly head?: number;
  /** Cells that it takes even where its texts are shorter, so that the table stands still while numbers change. */
  readonly usual?: number;
  /** Where there is little room, the column with the highest one goes first. */
  readonly rank: number;
};

/** A table as lines: the titles, then a line for each row, every one exactly as wide as the place. */
export type Table = { readonly titles: Line; readonly rows: readonly Line[] };

type Laid<Row> = { readonly column: Column<Row>; readonly whole: number; readonly width: number };

/** Between two columns: one cell where all of them have room only so. */
type Gap = 1 | 2;

/** Rows as a table in so many cells: what does not fit is cut where it is text, and left out by rank where it is not. */
export const tableOf = <Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): Table => {
  const all = columns.map((column) => measured(column, rows));
  const kept = fitting(all, width);
  const gap: Gap = widthOf(kept, 2) <= width ? 2 : 1;
  const laid = spread(kept, width, gap);
  return {
    titles: joined(
      laid.map(({ column: { title, right }, width: cells }) => span(fit(title, cells, sideOf(right)), "muted")),
      width,
      gap,
    ),
    rows: rows.map((row) =>
      joined(
        laid.map(({ column, width: cells }): Span => {
          const cell = column.cell(row);
          const piece: Span = typeof cell === "string" ? { text: cell } : cell;
          const { head, right } = column;
          return {
            ...piece,
            text: head === undefined ? fit(piece.text, cells, sideOf(right)) : fitEnd(piece.text, cells, head),
          };
        }),
        width,
        gap,
      ),
    ),
  };
};

const sideOf = (right: boolean | undefined): "left" | "right" => (right === true ? "right" : "left");

const textOf = (cell: Cell): string => (typeof cell === "string" ? cell : cell.text);

const measured = <Row>(column: Column<Row>, rows: readonly Row[]): Laid<Row> => {
  const whole = rows.reduce(
    (most, row) => Math.max(most, plain(textOf(column.cell(row))).length),
    Math.max(column.title.length, column.usual ?? 0),
  );
  return { column, whole, width: Math.min(whole, column.least ?? whole) };
};

const widthOf = (laid: readonly { readonly width: number }[], gap: Gap): number =>
  laid.reduce((sum, { width }) => sum + width + gap, -gap);

/** Those that have room in their least width. */
const fitting = <Row>(laid: readonly Laid<Row>[], width: number): readonly Laid<Row>[] => {
  if (laid.length <= 1 || widthOf(laid, 1) <= width) return laid;
  const worst = Math.max(...laid.map(({ column }) => column.rank));
  return fitting(
    laid.filter(({ column }) => column.rank !== worst),
    width,
  );
};

/** What is left over goes to the texts that were cut, the first of them first. */
const spread = <Row>(laid: readonly Laid<Row>[], width: number, gap: Gap): readonly Laid<Row>[] => {
  let left = Math.max(0, width - widthOf(laid, gap));
  return laid.map((one) => {
    const more = Math.min(left, one.whole - one.width);
    left -= more;
    return { ...one, width: one.width + more };
  });
};

const joined = (cells: readonly Span[], width: number, gap: Gap): Line => {
  const used = cells.reduce((sum, { text }) => sum + text.length, gap * Math.max(0, cells.length - 1));
  const pieces = cells.flatMap((cell, at): Span[] => (at === 0 ? [cell] : [{ text: " ".repeat(gap) }, cell]));
  return [...pieces, { text: " ".repeat(Math.max(0, width - used)) }];
};
