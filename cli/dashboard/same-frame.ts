import type { Style } from "./frame/line.ts";
import type { PlacedPlot } from "./frame/plot.ts";
import type { Rect } from "./frame/rect.ts";
import type { Sheet } from "./frame/sheet.ts";
import type { Frame } from "./view.ts";

/** Whether two pictures look the same: then the second needs not be drawn. What a click does is not looked at. */
export const looksLike = (one: Frame, other: Frame): boolean =>
  sameSheet(one.sheet, other.sheet) && samePlots(one.plots, other.plots) && sameOver(one.over, other.over);

const sameOver = (one: Frame["over"], other: Frame["over"]): boolean => {
  if (one === null || other === null) return one === other;
  return sameRect(one.rect, other.rect) && sameSheet(one.sheet, other.sheet);
};

const sameSheet = (one: Sheet, other: Sheet): boolean =>
  one.columns === other.columns &&
  one.characters.length === other.characters.length &&
  one.characters.every((character, at) => character === other.characters[at]) &&
  one.styles.every((style, at) => sameLook(style, other.styles[at]));

const sameLook = (one: Style, other: Style | undefined): boolean =>
  one === other || (one.tone === other?.tone && (one.isReversed ?? false) === (other?.isReversed ?? false));

const samePlots = (one: readonly PlacedPlot[], other: readonly PlacedPlot[]): boolean =>
  one.length === other.length &&
  one.every(({ plot, rect }, at) => {
    const next = other[at];
    if (next === undefined || !sameRect(rect, next.rect)) return false;
    if (plot.max !== next.plot.max || plot.curves.length !== next.plot.curves.length) return false;
    return plot.curves.every(({ points, tone, look }, index) => {
      const curve = next.plot.curves[index];
      return curve?.tone === tone && curve.look === look && samePoints(points, curve.points);
    });
  });

const samePoints = (one: readonly (number | null)[], other: readonly (number | null)[]): boolean =>
  one.length === other.length && one.every((point, at) => point === other[at]);

const sameRect = (one: Rect, other: Rect): boolean =>
  one.left === other.left && one.top === other.top && one.columns === other.columns && one.rows === other.rows;
