import blessed, { type Widgets } from "blessed";
import { line } from "../frame/line.ts";
import { plotLines } from "../frame/plot.ts";
import type { Size } from "../frame/rect.ts";
import type { Draft } from "../frame/sheet.ts";
import type { Key } from "../keys/key.ts";
import type { Look } from "../state.ts";
import type { Frame } from "../view.ts";
import { createCharts } from "./charts.ts";
import { createSurface } from "./surface.ts";

/** What a person does at the terminal. */
export type Hands = {
  readonly key: (key: Key) => void;
  readonly click: (left: number, top: number) => void;
  readonly wheel: (rows: number) => void;
  readonly resize: (size: Size) => void;
};

/** The terminal while the dashboard has it. */
export type Terminal = {
  readonly size: () => Size;
  readonly draw: (frame: Frame) => void;
  /** Gives the terminal back as it was. */
  readonly close: () => void;
  /** Draws everything again, cell by cell. */
  readonly refresh: () => void;
  readonly screen: Widgets.Screen;
};

type Streams = { readonly input?: unknown; readonly output?: unknown };

/** Takes the terminal. The caller has seen that there is one. */
export const openTerminal = (look: Look, hands: Hands, streams: Streams = {}): Terminal => {
  const screen = blessed.screen({
    ...(streams as object),
    smartCSR: false,
    fullUnicode: false,
    terminal: "xterm-256color", // the one description with enough colours that blessed can read everywhere
    title: "proxy-cli",
    forceUnicode: !look.ascii,
    sendFocus: false,
    warnings: false,
  } as Widgets.IScreenOptions);
  const base = createSurface(screen, look);
  const charts = createCharts(screen, look);
  const over = createSurface(screen, look);
  const size = (): Size => ({ columns: Number(screen.width), rows: Number(screen.height) });
  screen.on("keypress", (text: string | undefined, key: { full?: string; name?: string } | undefined) => {
    const pressed = keyFrom(text, key?.full ?? key?.name ?? text ?? "");
    if (pressed !== null) hands.key(pressed);
  });
  screen.on("resize", () => hands.resize(size()));
  if (look.mouse) listenToMouse(screen, hands);
  return {
    size,
    screen,
    draw: ({ sheet, plots, over: lid }) => {
      if (look.ascii)
        for (const { plot, rect } of plots)
          (sheet as Draft).put(
            rect,
            plotLines(plot, rect).map((text) => line(text)),
          );
      base.show(sheet, 0, 0);
      charts.show(look.ascii ? [] : plots);
      if (lid === null) over.hide();
      else over.show(lid.sheet, lid.rect.left, lid.rect.top);
      screen.render();
    },
    refresh: () => screen.realloc(),
    close: () => screen.destroy(),
  };
};

const names: Readonly<Record<string, string>> = { escape: "esc", " ": "space", "C-i": "tab" };

/** A key by the names of this dashboard; null for the second of two events that blessed sends for one key. */
const keyFrom = (text: string | undefined, full: string): Key | null => {
  if (full === "return" || full === "") return null; // `enter` comes beside it
  const isShown = text !== undefined && text.length > 0 && text >= " " && text !== "\x7f";
  const name = isShown && [...text].length === 1 ? text : full;
  return { name: names[name] ?? name, text: isShown ? text : null };
};

const listenToMouse = (screen: Widgets.Screen, hands: Hands): void => {
  screen.enableMouse();
  screen.on("mouse", ({ action, x, y }: { action: string; x: number; y: number }) => {
    if (action === "mousedown") hands.click(x, y);
    if (action === "wheeldown") hands.wheel(3);
    if (action === "wheelup") hands.wheel(-3);
  });
};
