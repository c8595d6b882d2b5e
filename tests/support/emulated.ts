import xterm from "@xterm/headless";

/** What a terminal that is fed with these bytes shows. */
export type Emulated = {
  readonly feed: (bytes: string) => Promise<void>;
  readonly resize: (columns: number, rows: number) => void;
  /** A line each, without spaces at the ends. */
  readonly lines: () => readonly string[];
};

/** A terminal of this size, as xterm understands one. */
export const emulated = (columns: number, rows: number): Emulated => {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  return {
    feed: (bytes) => new Promise((resolve) => screen.write(bytes, resolve)),
    resize: (toColumns, toRows) => screen.resize(toColumns, toRows),
    lines: () =>
      Array.from({ length: screen.rows }, (_, row) =>
        (screen.buffer.active.getLine(row)?.translateToString(true) ?? "").trimEnd(),
      ),
  };
};
