import { fit } from "./cells.ts";
import { type Line, type Span, span } from "./line.ts";
import { widthOf, within } from "./parts.ts";
import type { Size } from "./rect.ts";

/** What stands in the border above: on the left what it is, on the right how it is. */
export type Heading = {
  readonly title: string;
  readonly note?: string;
  readonly isFocused?: boolean;
  /** The border of the box above, where both share a line. */
  readonly below?: Border;
};

/** A box that has the keys has a double one. */
export type Border = "light" | "double";

const lightEdges = { corners: "┌┐└┘", across: "─", down: "│" };
const doubleEdges = { corners: "╔╗╚╝", across: "═", down: "║" };

/** The upper corners where another box is above. */
const meeting: Readonly<Record<Border, Readonly<Record<Border, string>>>> = {
  light: { light: "├┤", double: "╞╡" },
  double: { light: "╟╢", double: "╠╣" },
};

/** Lines in a box of this size, with its heading in the border. The one that has the keys has a double border. */
export const boxed = (heading: Heading, inner: readonly Line[], { columns, rows }: Size): readonly Line[] => {
  if (columns < 4 || rows < 2) return [];
  const { corners, across, down } = heading.isFocused === true ? doubleEdges : lightEdges;
  const [, , lowLeft = "", lowRight = ""] = corners;
  const own = heading.isFocused === true ? "double" : "light";
  const [upLeft = "", upRight = ""] = heading.below === undefined ? corners : meeting[heading.below][own];
  const edge: Span = { text: down, tone: "muted" };
  const body = Array.from(
    { length: rows - 2 },
    (_, row): Line => [edge, ...exactly(inner[row] ?? [], columns - 2), edge],
  );
  const top = topLine(heading, columns - 2, across);
  return [
    [span(upLeft, "muted"), ...top, span(upRight, "muted")],
    ...body,
    [span(lowLeft + across.repeat(columns - 2) + lowRight, "muted")],
  ];
};

/** What is inside a box of this size. */
export const insideOf = ({ columns, rows }: Size): Size => ({
  columns: Math.max(0, columns - 2),
  rows: Math.max(0, rows - 2),
});

const topLine = ({ title, note = "" }: Heading, width: number, across: string): Line => {
  const right = note === "" ? "" : ` ${note} `;
  const left = fit(` ${title} `, Math.min(title.length + 2, Math.max(0, width - 4)));
  const room = width - 2 - left.length - 2;
  const shown = right.length <= room ? right : "";
  const between = across.repeat(Math.max(0, width - 4 - left.length - shown.length));
  return [
    span(across.repeat(2), "muted"),
    span(left, "heading"),
    span(between, "muted"),
    span(shown, "muted"),
    span(across.repeat(2), "muted"),
  ];
};

/** A line in exactly this many cells. */
export const exactly = (pieces: Line, width: number): Line => {
  const kept = within(pieces, width);
  const last = kept.at(-1);
  // A chosen line is chosen to its end.
  const rest: Span = { ...(last?.isReversed === true ? last : {}), text: " ".repeat(width - widthOf(kept)) };
  return rest.text === "" ? kept : [...kept, rest];
};
