import blessed, { type Widgets } from "blessed";
import { asciiOnly } from "../../output/ascii.ts";
import type { Style } from "../frame/line.ts";
import type { Sheet } from "../frame/sheet.ts";
import type { Look } from "../state.ts";
import { attributeOf } from "./palette.ts";

/** A part of the terminal that shows a sheet, cell by cell. */
export type Surface = {
  readonly show: (sheet: Sheet, left: number, top: number) => void;
  readonly hide: () => void;
};

/** Blessed's own lines of cells, which its types do not tell. */
type Cells = readonly (([attribute: number, character: string][] & { dirty?: boolean }) | undefined)[];

/** A surface of this screen; one that lies over all others is in front whenever it is shown. */
export const createSurface = (screen: Widgets.Screen, look: Look, isOver = false): Surface => {
  const box = blessed.box({ parent: screen, left: 0, top: 0, width: 1, height: 1, hidden: true });
  let shown: Sheet | null = null;
  const draw = box.render.bind(box);
  Reflect.set(box, "render", () => {
    const coordinates: unknown = draw();
    if (shown !== null && !box.hidden)
      paint(Reflect.get(screen, "lines") as Cells, shown, Number(box.left), Number(box.top), look);
    return coordinates;
  });
  return {
    show: (sheet, left, top) => {
      shown = sheet;
      box.left = left;
      box.top = top;
      box.width = sheet.columns;
      box.height = sheet.rows;
      box.show();
      if (isOver) box.setFront();
    },
    hide: () => box.hide(),
  };
};

const usual: Style = {};

const paint = (lines: Cells, sheet: Sheet, left: number, top: number, look: Look): void => {
  let style: Style = usual; // cells beside each other mostly share one
  let attribute = attributeOf(style, look);
  for (let row = 0; row < sheet.rows; row++) {
    const cells = lines[top + row];
    if (cells === undefined) continue;
    for (let column = 0; column < sheet.columns; column++) {
      const cell = cells[left + column];
      if (cell === undefined) continue;
      const at = row * sheet.columns + column;
      const character = sheet.characters[at] ?? " ";
      const next = sheet.styles[at] ?? usual;
      if (next !== style) [style, attribute] = [next, attributeOf(next, look)];
      cell[0] = attribute;
      cell[1] = look.ascii ? asciiOnly(character) : character;
    }
    cells.dirty = true;
  }
};
