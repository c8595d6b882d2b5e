import { createRequire } from "node:module";
import type { Widgets } from "blessed";
import type { PlacedPlot, Plot } from "../frame/plot.ts";
import type { Look } from "../state.ts";
import { colourOf } from "./palette.ts";

/** Draws charts with dots, eight in a cell. */
export type Charts = { readonly show: (plots: readonly PlacedPlot[]) => void };

/** The part of contrib's canvas that is used here; its types describe other widgets. */
type Context = {
  strokeStyle: number | string;
  readonly clearRect: (x: number, y: number, width: number, height: number) => void;
  readonly beginPath: () => void;
  readonly moveTo: (x: number, y: number) => void;
  readonly lineTo: (x: number, y: number) => void;
  readonly stroke: () => void;
};
type Canvas = Widgets.BoxElement & {
  ctx: Context;
  calcSize: () => void;
  canvasSize: { width: number; height: number };
};

const require = createRequire(import.meta.url);
// The canvas alone: the package's index loads maps, pictures and markdown.
const canvasOf = require("blessed-contrib/lib/widget/canvas.js") as (options: object) => Canvas;

/** Charts on this screen. */
export const createCharts = (screen: Widgets.Screen, look: Look): Charts => {
  const pool: Canvas[] = [];
  return {
    show: (plots) => {
      while (pool.length < plots.length) pool.push(makeCanvas(screen));
      for (const [index, canvas] of pool.entries()) {
        const placed = plots[index];
        if (placed === undefined) canvas.hide();
        else drawOn(canvas, placed, look);
      }
    },
  };
};

const makeCanvas = (screen: Widgets.Screen): Canvas => {
  const canvas = canvasOf({ parent: screen, left: 0, top: 0, width: 0, height: 0, wrap: false });
  canvas.calcSize = () => {
    canvas.canvasSize = { width: Number(canvas.width) * 2, height: Number(canvas.height) * 4 };
  };
  return canvas;
};

const drawOn = (canvas: Canvas, { plot, rect }: PlacedPlot, look: Look): void => {
  const isOther = canvas.width !== rect.columns || canvas.height !== rect.rows;
  canvas.left = rect.left;
  canvas.top = rect.top;
  canvas.width = rect.columns;
  canvas.height = rect.rows;
  if (isOther) canvas.emit("attach"); // it takes its size then alone
  canvas.show();
  const [width, height] = [rect.columns * 2, rect.rows * 4];
  canvas.ctx.clearRect(0, 0, width, height);
  for (const curve of plot.curves) {
    canvas.ctx.strokeStyle = strokeOf(colourOf(curve.tone, look.colours, look.theme));
    drawCurve(canvas.ctx, curve, { width, height, max: plot.max });
  }
};

type Room = { readonly width: number; readonly height: number; readonly max: number };

const drawCurve = (context: Context, { points, look }: Plot["curves"][number], room: Room): void => {
  const { width, height, max } = room;
  if (points.length === 0 || max <= 0) return;
  let before: { readonly x: number; readonly y: number } | null = null;
  for (let x = 0; x < width; x++) {
    const value = points[Math.floor((x * points.length) / width)] ?? null;
    if (value === null) {
      before = null;
      continue;
    }
    const dots = value <= 0 ? 0 : Math.max(1, Math.round((Math.min(value, max) / max) * height));
    const y = height - Math.max(1, dots);
    if (look === "line") stroke(context, before ?? { x, y }, { x, y });
    else if (dots > 0) stroke(context, { x, y: height - 1 }, { x, y });
    before = { x, y };
  }
};

type Dot = { readonly x: number; readonly y: number };

const stroke = (context: Context, from: Dot, end: Dot): void => {
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(end.x, end.y);
  context.stroke();
};

/** A colour as the canvas takes it: one of 256 by its number, or the terminal's own. */
const strokeOf = (colour: number): number | string => (colour === 0x1ff ? "normal" : colour);
