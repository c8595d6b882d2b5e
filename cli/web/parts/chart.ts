import { type Element, h } from "../view/element.ts";

/** Values over time, the oldest first; null = nobody knows, and the line has a gap there. */
export type Points = readonly (number | null)[];

/** One line of a chart. Lines are told apart by how they are drawn, not by their colour alone. */
export type Curve = {
  readonly name: string;
  readonly points: Points;
  readonly look: "area" | "line" | "dashed";
  readonly tone: string;
  /** Its value now, in words. */
  readonly says: string;
};

type Options = {
  /** What somebody hears who does not see it. */
  readonly label: string;
  readonly curves: readonly Curve[];
  /** Where something went wrong: an x at the foot. */
  readonly marks?: Points;
  /** The scale in words. */
  readonly most: (value: number) => string;
  readonly from: string;
};

const width = 600;
const height = 120;

/** Curves over the same time, with a legend that says what each is and how much it is now. */
export const chart = ({ label, curves, marks, most, from }: Options): Element => {
  const top = Math.max(...curves.flatMap(({ points }) => points.map((value) => value ?? 0)), 0) || 1;
  return h(
    "figure",
    { class: "chart" },
    h(
      "div",
      { class: "plot" },
      h("span", { class: "scale" }, most(top)),
      h(
        "svg",
        { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
        h("line", { class: "grid", x1: 0, x2: width, y1: height / 2, y2: height / 2 }),
        h("line", { class: "foot", x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }),
        ...curves.flatMap((curve) => drawn(curve, top)),
        ...(marks === undefined ? [] : crosses(marks)),
      ),
      h("div", { class: "times" }, h("span", {}, from), h("span", {}, "now")),
    ),
    h(
      "figcaption",
      {},
      ...curves.map(({ name, look, tone, says }) =>
        h(
          "span",
          { class: "key" },
          h("i", { class: `swatch ${look} ${tone}`, "aria-hidden": "true" }),
          `${name} `,
          h("b", {}, says),
        ),
      ),
    ),
  );
};

const drawn = ({ points, look, tone }: Curve, top: number): readonly Element[] =>
  stretches(points).flatMap((stretch) => {
    const places = stretch.map(([at, value]) => `${xOf(at, points.length)} ${yOf(value, top)}`);
    const line = `M${places.join("L")}${places.length === 1 ? `L${places[0]}` : ""}`; // a point alone is a dot
    const [first, last] = [stretch[0]?.[0] ?? 0, stretch.at(-1)?.[0] ?? 0];
    const under = `${line}L${xOf(last, points.length)} ${height}L${xOf(first, points.length)} ${height}Z`;
    return [
      ...(look === "area" ? [h("path", { class: `fill ${tone}`, d: under })] : []),
      h("path", { class: `curve ${look} ${tone}`, d: line }),
    ];
  });

/** The parts of a curve that are known. */
const stretches = (points: Points): readonly (readonly (readonly [at: number, value: number])[])[] => {
  const found: (readonly [number, number])[][] = [[]];
  for (const [at, value] of points.entries()) {
    if (value !== null) found.at(-1)?.push([at, value]);
    else if (found.at(-1)?.length !== 0) found.push([]);
  }
  return found.filter(({ length }) => length > 0);
};

const crosses = (marks: Points): readonly Element[] =>
  marks.flatMap((value, at) => {
    if (value === null || value === 0) return [];
    const [x, y, r] = [xOf(at, marks.length), height - 7, 4];
    return [
      h("path", { class: "cross", d: `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}` }),
    ];
  });

const xOf = (at: number, count: number): number => round(((at + 0.5) / Math.max(1, count)) * width);
const yOf = (value: number, top: number): number => round(height - 2 - (value / top) * (height - 12));
const round = (value: number): number => Math.round(value * 10) / 10;

/** A part of a whole, with its name and how much it is. */
export type Share = { readonly name: string; readonly value: number; readonly says: string; readonly tone: string };

/** A bar that is divided among its parts; what is nothing is left out. */
export const divided = (label: string, shares: readonly Share[]): Element => {
  const some = shares.filter(({ value }) => value > 0);
  const whole = some.reduce((sum, { value }) => sum + value, 0) || 1;
  let from = 0;
  return h(
    "figure",
    { class: "divided" },
    h(
      "svg",
      { viewBox: `0 0 ${width} 14`, preserveAspectRatio: "none", role: "img", "aria-label": label },
      h("rect", { class: "rail", x: 0, y: 0, width, height: 14 }),
      ...some.map(({ value, tone }) => {
        const part = (value / whole) * width;
        from += part;
        return h("rect", {
          class: `part ${tone}`,
          x: round(from - part),
          y: 0,
          width: Math.max(1, round(part - 1.5)),
          height: 14,
        });
      }),
    ),
    h(
      "figcaption",
      {},
      ...some.map(({ name, says, tone }) =>
        h(
          "span",
          { class: "key" },
          h("i", { class: `swatch square ${tone}`, "aria-hidden": "true" }),
          `${name} `,
          h("b", {}, says),
        ),
      ),
    ),
  );
};

/** How full something is, from 0 to 1. */
export const gauge = (part: number, tone: string, label: string): Element =>
  h(
    "svg",
    { class: "gauge", viewBox: "0 0 100 6", preserveAspectRatio: "none", role: "img", "aria-label": label },
    h("rect", { class: "rail", x: 0, y: 0, width: 100, height: 6 }),
    h("rect", { class: `part ${tone}`, x: 0, y: 0, width: round(Math.max(0, Math.min(1, part)) * 100), height: 6 }),
  );
