import xterm from "@xterm/headless";
import type { Cell } from "../../scripts/screenshot/svg.ts";
import { until } from "./wait.ts";

/** A real terminal with a program in it, read as a person reads it: by what stands on the screen. */
export type TestScreen = {
  readonly type: (keys: string) => void;
  /** What is on the screen, a line each, without spaces at the ends. */
  readonly lines: () => readonly string[];
  readonly text: () => string;
  /** The same cell by cell, as it looks. */
  readonly cells: () => readonly (readonly Cell[])[];
  /** Waits until this is on the screen; gives the whole screen. */
  readonly shows: (what: RegExp) => Promise<string>;
  /** Waits until this is not on the screen any more. */
  readonly loses: (what: RegExp) => Promise<string>;
  readonly resize: (columns: number, rows: number) => void;
  /** Every byte that came from the program. */
  readonly raw: () => string;
  /** Whether a program has the whole screen, as editors do, and what else it has not given back. */
  readonly taken: () => { readonly screen: boolean; readonly mouse: boolean; readonly cursor: boolean };
  /** Closes the window. */
  readonly close: () => void;
  readonly pid: number;
  /** The exit code, when all that it has written is on the screen. */
  readonly exited: Promise<number>;
};

type Size = { readonly columns: number; readonly rows: number };

/** Opens one of this size with this program. */
export const openScreen = (
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  { columns, rows }: Size = { columns: 80, rows: 24 },
  cwd: string = process.cwd(),
): TestScreen => {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  let raw = "";
  const child = Bun.spawn([...command], {
    cwd,
    env: { TERM: "xterm-256color", LANG: "C.UTF-8", ...env },
    terminal: {
      cols: columns,
      rows,
      data: (_, bytes) => {
        raw += Buffer.from(bytes).toString();
        screen.write(bytes);
      },
    },
  });
  const lines = (): readonly string[] =>
    Array.from({ length: screen.rows }, (_, row) =>
      (screen.buffer.active.getLine(row)?.translateToString(true) ?? "").trimEnd(),
    );
  const text = (): string => lines().join("\n");
  const parsed = (): Promise<void> => new Promise((resolve) => screen.write("", resolve));
  const waitFor = (what: RegExp, isThere: boolean): Promise<string> =>
    until(
      `${what} is ${isThere ? "" : "not "}on the screen`,
      () => what.test(text()) === isThere && text(),
      10_000,
    ).catch((thrown: unknown) => {
      throw new Error(`${String(thrown)}\nIt shows:\n${text()}`);
    });
  return {
    type: (keys) => void child.terminal?.write(keys),
    lines,
    text,
    cells: () => Array.from({ length: screen.rows }, (_, row) => cellsOf(screen, row)),
    shows: (what) => waitFor(what, true),
    loses: (what) => waitFor(what, false),
    resize: (toColumns, toRows) => {
      screen.resize(toColumns, toRows);
      child.terminal?.resize(toColumns, toRows);
    },
    raw: () => raw,
    taken: () => ({
      screen: screen.buffer.active.type === "alternate",
      mouse: screen.modes.mouseTrackingMode !== "none",
      cursor: raw.lastIndexOf("\x1b[?25l") > raw.lastIndexOf("\x1b[?25h"),
    }),
    close: () => child.terminal?.close(),
    pid: child.pid,
    exited: child.exited.then((code) => parsed().then(() => code)),
  };
};

const cellsOf = (screen: xterm.Terminal, row: number): readonly Cell[] => {
  const line = screen.buffer.active.getLine(row);
  return Array.from({ length: screen.cols }, (_, column) => {
    const cell = line?.getCell(column);
    return {
      character: cell?.getChars() || " ",
      colour: cell?.isFgPalette() ? cell.getFgColor() : null,
      isBold: Boolean(cell?.isBold()),
      isReversed: Boolean(cell?.isInverse()),
    };
  });
};
