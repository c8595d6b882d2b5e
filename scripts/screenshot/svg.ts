/** A cell of a terminal as it is seen. */
export type Cell = {
  readonly character: string;
  /** The number of one of the 256 colours; null = the terminal's own. */
  readonly colour: number | null;
  readonly isBold: boolean;
  readonly isReversed: boolean;
};

/** How large a cell is drawn. */
const cell = { width: 8.4, height: 18 };
const padding = 14;
const ink = "#d6dbe0";
const paper = "#14181d";

/** The 16 colours that terminals choose themselves; these are quiet ones. */
const sixteen = [
  ...["#1c2128", "#d55e00", "#009e73", "#e69f00", "#0072b2", "#cc79a7", "#56b4e9", "#d6dbe0"],
  ...["#6b7280", "#ff7b39", "#2cc79a", "#ffc247", "#3f9fe0", "#e6a3c7", "#8fd0f5", "#ffffff"],
];

/** What a number of the 256 colours stands for. */
export const colourOf = (number: number | null): string => {
  if (number === null) return ink;
  if (number < 16) return sixteen[number] ?? ink;
  if (number >= 232) return hex(Array.from({ length: 3 }, () => 8 + (number - 232) * 10));
  const at = number - 16;
  return hex([Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((step) => (step === 0 ? 0 : 55 + step * 40)));
};

const hex = (parts: readonly number[]): string =>
  `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;

/**
 * A terminal's cells as a picture. Lines and dots are drawn as shapes and every piece of text is held to its width, so that
 * it looks the same with whatever font there is.
 */
export const svgOf = (rows: readonly (readonly Cell[])[], title: string): string => {
  const width = Math.max(...rows.map(({ length }) => length)) * cell.width + 2 * padding;
  const height = rows.length * cell.height + 2 * padding;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${paper}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" xml:space="preserve">`,
    ...rows.flatMap((cells, row) => rowShapes(cells, padding + row * cell.height)),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
};

const rowShapes = (cells: readonly Cell[], top: number): readonly string[] =>
  runsOf(cells).flatMap(({ at, cells: run }) => {
    const [{ colour, isBold, isReversed } = blank] = run;
    const left = padding + at * cell.width;
    const [front, back] = isReversed ? [paper, colourOf(colour)] : [colourOf(colour), null];
    const ground =
      back === null ? [] : [`<rect ${box(left, top, run.length * cell.width, cell.height)} fill="${back}"/>`];
    return [
      ...ground,
      ...run.flatMap((one, index) => shapeOf(one.character, left + index * cell.width, top, front)),
      ...textOf(run, left, top, front, isBold),
    ];
  });

const blank: Cell = { character: " ", colour: null, isBold: false, isReversed: false };

type Run = { readonly at: number; readonly cells: readonly Cell[] };

/** Neighbours that look the same. */
const runsOf = (cells: readonly Cell[]): readonly Run[] => {
  const runs: { at: number; cells: Cell[] }[] = [];
  for (const [at, one] of cells.entries()) {
    const last = runs.at(-1);
    const before = last?.cells[0];
    if (last !== undefined && before !== undefined && looksLike(before, one)) last.cells.push(one);
    else runs.push({ at, cells: [one] });
  }
  return runs;
};

const looksLike = (a: Cell, b: Cell): boolean =>
  a.colour === b.colour && a.isBold === b.isBold && a.isReversed === b.isReversed;

/** Words of a run, each held to its width; what is drawn as a shape is left out. */
const textOf = (run: readonly Cell[], left: number, top: number, fill: string, isBold: boolean): readonly string[] => {
  const text = run.map(({ character }) => (isShape(character) ? " " : character)).join("");
  return [...text.matchAll(/\S+(?: \S+)*/g)].map((found) => {
    const x = round(left + found.index * cell.width);
    const weight = isBold ? ' font-weight="700"' : "";
    const length = round(found[0].length * cell.width);
    return `<text x="${x}" y="${round(top + 13.5)}" textLength="${length}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${weight}>${escaped(found[0])}</text>`;
  });
};

const isShape = (character: string): boolean => edges[character] !== undefined || /^[\u2800-\u28ff]$/.test(character);

/** Which ways a line goes from the middle of a cell: up, down, left, right; and whether it is a double one. */
const edges: Readonly<Record<string, readonly [ways: string, isDouble: boolean]>> = {
  "─": ["lr", false],
  "│": ["ud", false],
  "┌": ["dr", false],
  "┐": ["dl", false],
  "└": ["ur", false],
  "┘": ["ul", false],
  "├": ["udr", false],
  "┤": ["udl", false],
  "═": ["lr", true],
  "║": ["ud", true],
  "╔": ["dr", true],
  "╗": ["dl", true],
  "╚": ["ur", true],
  "╝": ["ul", true],
};

const shapeOf = (character: string, left: number, top: number, colour: string): readonly string[] => {
  const edge = edges[character];
  if (edge !== undefined) return [edgePath(edge, left, top, colour)];
  const code = character.charCodeAt(0);
  return code >= 0x2800 && code <= 0x28ff ? dots(code - 0x2800, left, top, colour) : [];
};

const edgePath = ([ways, isDouble]: readonly [string, boolean], left: number, top: number, colour: string): string => {
  const [x, y] = [left + cell.width / 2, top + cell.height / 2];
  const ends: Readonly<Record<string, string>> = {
    u: `V${round(top)}`,
    d: `V${round(top + cell.height)}`,
    l: `H${round(left)}`,
    r: `H${round(left + cell.width)}`,
  };
  const path = [...ways].map((way) => `M${round(x)} ${round(y)}${ends[way] ?? ""}`).join("");
  return `<path d="${path}" stroke="${colour}" stroke-width="${isDouble ? 2.2 : 1}" fill="none"/>`;
};

/** Which dot of a braille sign is which bit, row by row. */
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

const dots = (mask: number, left: number, top: number, colour: string): readonly string[] => {
  const path = bits.flatMap((pair, row) =>
    pair.flatMap((bit, column) =>
      (mask & bit) === 0
        ? []
        : [
            `M${round(left + (column * cell.width) / 2 + 0.4)} ${round(top + (row * cell.height) / 4 + 0.4)}h3.4v3.7h-3.4z`,
          ],
    ),
  );
  return path.length === 0 ? [] : [`<path d="${path.join("")}" fill="${colour}"/>`];
};

const box = (x: number, y: number, width: number, height: number): string =>
  `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;

const round = (value: number): number => Math.round(value * 100) / 100;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
