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
  /** Gives it back as it was, until the returned function takes it again. */
  readonly lend: () => () => void;
  /** Hands a text to the clipboard of the computer that the terminal is on, where it allows that (OSC 52). */
  readonly copy: (text: string) => void;
  /** Gives it back for good. */
  readonly close: () => void;
  readonly screen: Widgets.Screen;
};

type Streams = { readonly input?: unknown; readonly output?: unknown };

/** Takes the terminal. The caller has seen that there is one. */
export const openTerminal = (look: Look, hands: Hands, streams: Streams = {}): Terminal => {
  const screen = blessed.screen({
    ...(streams as object),
    terminal: "xterm-256color", // the one description with enough colours that blessed can read everywhere
    title: "proxy-cli",
    fullUnicode: false, // every cell is one column wide already
    forceUnicode: !look.ascii,
    warnings: false,
  } as Widgets.IScreenOptions);
  // Letters of the other character set would stand for lines; they need no locale but show as letters where it is not set.
  Reflect.set(Reflect.get(screen, "tput") as object, "brokenACS", true);
  const base = createSurface(screen, look);
  const charts = createCharts(screen, look);
  const over = createSurface(screen, look, true);
  const size = (): Size => ({ columns: Number(screen.width), rows: Number(screen.height) });
  listenTo(screen, look, hands, size);
  let isClosed = false;
  return {
    size,
    screen,
    draw: ({ sheet, plots, over: lid }) => {
      if (look.ascii) drawInSheet(sheet, plots);
      base.show(sheet, 0, 0);
      charts.show(look.ascii ? [] : plots);
      if (lid === null) over.hide();
      else over.show(lid.sheet, lid.rect.left, lid.rect.top);
      screen.render();
    },
    lend: () => {
      const takeBack = pause(screen);
      return () => {
        if (!isClosed) takeBack(); // else whoever had it came back too late
      };
    },
    copy: (text) => screen.program.output.write(`\x1b]52;c;${Buffer.from(text).toString("base64")}\x07`),
    close: () => {
      isClosed = true;
      try {
        screen.destroy();
      } catch {
        // the window was closed: there is nothing to give back
      }
    },
  };
};

/** Gives the terminal back as it was; the returned function takes it again and draws everything anew. */
const pause = (screen: Widgets.Screen): (() => void) => {
  const { program } = screen;
  program.flush();
  Reflect.set(program, "useBuffer", false); // what it says last would be written after it has fallen silent
  const resume = (Reflect.get(program, "pause") as () => () => void).call(program);
  return () => {
    resume();
    Reflect.set(program, "useBuffer", true);
    screen.realloc(); // whatever was drawn meanwhile is not ours
  };
};

const listenTo = (screen: Widgets.Screen, look: Look, hands: Hands, size: () => Size): void => {
  screen.on("keypress", (text: string | undefined, key: { full?: string } | undefined) => {
    const pressed = keyFrom(text, key?.full ?? "");
    if (pressed !== null) hands.key(pressed);
  });
  screen.on("resize", () => hands.resize(size()));
  if (!look.mouse) return;
  const { program } = screen;
  // Every terminal of today tells columns beyond 223 this way, and movements without a button are nobody's business here.
  Reflect.set(program, "enableMouse", () =>
    (Reflect.get(program, "setMouse") as (modes: object, on: boolean) => void).call(
      program,
      { vt200Mouse: true, cellMotion: true, sgrMouse: true },
      true,
    ),
  );
  screen.enableMouse();
  program.on("mouse", ({ action, x, y }: { action: string; x: number; y: number }) => {
    if (action === "mousedown") hands.click(x, y);
    if (action === "wheeldown") hands.wheel(3);
    if (action === "wheelup") hands.wheel(-3);
  });
};

/** Charts of signs that every terminal has. */
const drawInSheet = (sheet: Draft, plots: Frame["plots"]): void => {
  for (const { plot, rect } of plots)
    sheet.put(
      rect,
      plotLines(plot, rect).map((text) => line(text)),
    );
};

const names: Readonly<Record<string, string>> = { escape: "esc", " ": "space", "C-i": "tab" };

/** A key by the names of this dashboard; null for the second of two events that blessed sends for one key. */
const keyFrom = (text: string | undefined, full: string): Key | null => {
  if (full === "return") return null; // `enter` comes beside it
  const isShown = text !== undefined && text >= " " && !text.startsWith("\x1b") && text !== "\x7f";
  const name = isShown && [...text].length === 1 ? text : full;
  return name === "" ? null : { name: names[name] ?? name, text: isShown ? text : null };
};
