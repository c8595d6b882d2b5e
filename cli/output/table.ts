import { visible } from "./visible.ts";

/** A column: its heading, which side its cells keep to, and what becomes of it when the line is too long. */
export type Column = {
  readonly title: string;
  readonly right?: boolean;
  /** It may be cut. */
  readonly flexible?: boolean;
  /** It is left out before any is cut, those with a larger number first; without one it stays. */
  readonly givesWay?: number;
};

/** A cell: its text, and what is put around it after it has been measured. */
export type Cell = string | { readonly text: string; readonly dress: (padded: string) => string };

type Layout = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly width: number;
};

const gap = "  ";

/** Lines with aligned columns, measured as a terminal shows them, so that CJK names do not shift the rest. */
export const tableLines = (layout: Layout): readonly string[] => {
  const { columns, rows, width } = narrowed(layout);
  const body = rows.map((row) => row.map((cell) => visible(textOf(cell))));
  const natural = naturalWidths({ columns, rows });
  const widths = fitted(natural, columns, width);
  const line = (cells: readonly string[], dress: (index: number, padded: string) => string): string =>
    cells
      .map((text, index) => dress(index, padded(text, widths[index] ?? 0, columns[index]?.right ?? false)))
      .join(gap)
      .trimEnd();
  const head = line(
    columns.map(({ title }) => title),
    (_, text) => text,
  );
  return [head, ...rows.map((row, at) => line(body[at] ?? [], (index, text) => dressed(row[index], text)))];
};

const naturalWidths = ({ columns, rows }: Pick<Layout, "columns" | "rows">): readonly number[] =>
  columns.map(({ title }, index) =>
    Math.max(Bun.stringWidth(title), ...rows.map((row) => Bun.stringWidth(visible(textOf(row[index] ?? ""))))),
  );

/** Without the columns that give way where it is too wide. */
const narrowed = (layout: Layout): Layout => {
  const { columns, rows, width } = layout;
  const first = Math.max(0, ...columns.map(({ givesWay = 0 }) => givesWay));
  if (first === 0 || lineWidth(naturalWidths(layout)) <= width) return layout;
  const stays = (_: unknown, index: number): boolean => columns[index]?.givesWay !== first;
  return narrowed({ columns: columns.filter(stays), rows: rows.map((row) => row.filter(stays)), width });
};

const lineWidth = (widths: readonly number[]): number =>
  widths.reduce((sum, one) => sum + one, 0) + gap.length * (widths.length - 1);

/** A text cut to a width, with a sign that it goes on. */
export const cutTo = (text: string, width: number): string => {
  if (Bun.stringWidth(text) <= width) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Bun.stringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return width < 1 ? "" : `${kept}…`;
};

const least = 8;

/** Takes from the widest flexible column, again and again, until the line fits. */
const fitted = (natural: readonly number[], columns: readonly Column[], width: number): readonly number[] => {
  const widths = [...natural];
  for (let over = lineWidth(widths) - width; over > 0; over = lineWidth(widths) - width) {
    const widest = widths.reduce(
      (best, one, index) => (columns[index]?.flexible === true && one > (widths[best] ?? 0) ? index : best),
      columns.findIndex(({ flexible }) => flexible === true),
    );
    const wide = widths[widest] ?? 0;
    if (widest < 0 || wide <= least) return widths;
    widths[widest] = Math.max(least, wide - over);
  }
  return widths;
};

const padded = (text: string, width: number, right: boolean): string => {
  const short = cutTo(text, width);
  const space = " ".repeat(Math.max(0, width - Bun.stringWidth(short)));
  return right ? space + short : short + space;
};

const textOf = (cell: Cell): string => (typeof cell === "string" ? cell : cell.text);

const dressed = (cell: Cell | undefined, text: string): string =>
  cell === undefined || typeof cell === "string" ? text : cell.dress(text);
