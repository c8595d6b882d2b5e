import { plain } from "./cells.ts";

/** A text is cut into pieces of this many characters first, so that no single line of it is looked at as a whole. */
const pieceLength = 500;

/**
 * A text in lines of at most `width` cells, broken at spaces where there are any; its own line breaks stay. No more
 * lines than `most`: a text of any size costs no more than what is shown of it.
 */
export const wrapped = (text: string, width: number, most = 2000): readonly string[] => {
  if (width < 1) return [];
  const lines: string[] = [];
  for (const paragraph of text.slice(0, most * Math.max(width, 80)).split(/\r\n|\r|\n/)) {
    if (lines.length >= most) break;
    lines.push(...paragraphLines(cellsOf(paragraph.replaceAll("\t", "  ")), width));
  }
  return lines.slice(0, most);
};

const cellsOf = (paragraph: string): string => {
  let cells = "";
  for (let at = 0; at < paragraph.length; at += pieceLength) cells += plain(paragraph.slice(at, at + pieceLength));
  return cells;
};

const paragraphLines = (cells: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let rest = cells;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const end = space > 0 ? space : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(space > 0 ? end + 1 : end);
  }
  return [...lines, rest];
};
