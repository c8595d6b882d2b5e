/** How large something is, in cells. */
export type Size = { readonly columns: number; readonly rows: number };

/** A place on the screen, in cells. */
export type Rect = Size & { readonly left: number; readonly top: number };

/** How long one of several parts is: so many cells, or a share of what is left, with the least that makes sense. */
export type Extent = number | { readonly share: number; readonly least?: number };

/** The parts of a rectangle from top to bottom. A share that would fall below its least gets it; the last ones give way. */
export const stacked = (area: Rect, extents: readonly Extent[], gap = 0): readonly Rect[] => {
  let { top } = area;
  return lengths(area.rows - gap * (extents.length - 1), extents).map((rows) => {
    const part = { ...area, top, rows: Math.max(0, Math.min(rows, area.top + area.rows - top)) };
    top += rows + gap;
    return part;
  });
};

/** The parts of a rectangle from left to right. */
export const besides = (area: Rect, extents: readonly Extent[], gap = 0): readonly Rect[] => {
  let { left } = area;
  return lengths(area.columns - gap * (extents.length - 1), extents).map((columns) => {
    const part = { ...area, left, columns: Math.max(0, Math.min(columns, area.left + area.columns - left)) };
    left += columns + gap;
    return part;
  });
};

/** A rectangle of this size in the middle of another, never larger than that. */
export const inMiddle = (area: Rect, { columns, rows }: Size): Rect => {
  const size = { columns: Math.min(columns, area.columns), rows: Math.min(rows, area.rows) };
  return {
    ...size,
    left: area.left + Math.floor((area.columns - size.columns) / 2),
    top: area.top + Math.floor((area.rows - size.rows) / 2),
  };
};

const lengths = (whole: number, extents: readonly Extent[]): readonly number[] => {
  const fixed = extents.reduce<number>((sum, one) => sum + (typeof one === "number" ? one : 0), 0);
  const shares = extents.reduce<number>((sum, one) => sum + (typeof one === "number" ? 0 : one.share), 0);
  let left = Math.max(0, whole - fixed);
  let open = shares;
  return extents.map((one) => {
    if (typeof one === "number") return one;
    const length = Math.max(one.least ?? 0, open === 0 ? 0 : Math.round((left * one.share) / open));
    open -= one.share;
    left = Math.max(0, left - length);
    return length;
  });
};
