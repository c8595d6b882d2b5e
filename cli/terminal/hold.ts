import { isatty, ReadStream, WriteStream } from "node:tty";
import type { Context } from "../command.ts";
import { type Key, keysIn } from "./keys.ts";

/** What fits the window of this moment. */
export type Size = { readonly columns: number; readonly rows: number };

/** A terminal that is ours for a while: what is typed is not shown, and there is no cursor. */
export type Hold = {
  readonly size: () => Size;
  /** Gives it back as it was; harmless twice. */
  readonly release: () => void;
};

type Listeners = {
  readonly onKey: (key: Key) => void;
  /** It is asked to end: Ctrl-C, SIGTERM, a closed window. */
  readonly onEnd: (why: "SIGINT" | "SIGTERM" | "SIGHUP") => void;
  /** What was painted is not there any more: another size, or back from the shell. */
  readonly onChange: (what: "size" | "back") => void;
};

const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";

/** A stop that nobody obeys (no shell is there to take it up again) is over after this. */
const stoppedMs = 20;

/** Whether lines can be painted over: a terminal that can move its cursor. */
export const canPaintOver = ({ env }: Pick<Context, "env">): boolean =>
  isatty(1) && !["", "dumb"].includes(env["TERM"] ?? "");

/**
 * Takes the terminal. However the program ends it is given back: by `release`, by a signal, by Ctrl-Z for as long as that
 * lasts, by an error. Only for places where `canPaintOver`.
 */
export const holdTerminal = (context: Pick<Context, "env" | "draw">, listeners: Listeners): Hold => {
  const { take, give } = modesOf(context);
  let isOver = false;
  let isStopped = false;
  const back = (): void => {
    if (isOver) return;
    ignoringTrouble(take);
    listeners.onChange("back");
  };
  const stop = (): void => {
    isStopped = true;
    give();
    process.off("SIGTSTP", stop); // else it would be told to us again instead of stopping us
    process.kill(0, "SIGTSTP");
    setTimeout(() => {
      isStopped = false;
      if (!isOver) process.on("SIGTSTP", stop);
      back();
    }, stoppedMs);
  };
  const leave = listening([
    ["SIGINT", () => listeners.onEnd("SIGINT")],
    ["SIGTERM", () => listeners.onEnd("SIGTERM")],
    ["SIGHUP", () => listeners.onEnd("SIGHUP")],
    ["SIGQUIT", () => listeners.onEnd("SIGTERM")], // Ctrl-\: by itself it would end us at once, and leave the terminal as it is
    ["SIGTSTP", stop],
    ["SIGCONT", () => isStopped || back()], // stopped by somebody else, who has asked nobody
    ["SIGWINCH", () => listeners.onChange("size")],
  ]);
  process.on("exit", give);
  take();
  const hear = (key: Key): void => (isOver ? undefined : heed(key, stop, listeners.onKey));
  const reader = isatty(0) ? readKeys(hear, () => isOver || listeners.onEnd("SIGHUP")) : null;
  return {
    size: () => sizeFrom(context.env),
    release: () => {
      if (isOver) return;
      isOver = true;
      leave();
      process.off("exit", give);
      give();
      reader?.cancel().catch(() => undefined); // the terminal is gone already
    },
  };
};

/** What a terminal would have done itself with a key, or what the key is for. */
const heed = (key: Key, stop: () => void, onKey: (key: Key) => void): void => {
  if (key === "ctrl-z") return stop();
  const signal = signals[key];
  // To all who would have got it from the terminal: a pipe's other end, and who else listens here.
  if (signal === undefined) onKey(key);
  else process.kill(0, signal);
};

/** Without the cursor and with each key at once, and back. */
const modesOf = ({ draw }: Pick<Context, "draw">) => {
  const input = isatty(0) ? new ReadStream(0) : null;
  return {
    take: (): void => {
      input?.setRawMode(false); // a shell has changed it meanwhile, of which nobody has told
      input?.setRawMode(true);
      draw(hideCursor);
    },
    give: (): void => {
      ignoringTrouble(() => input?.setRawMode(false));
      ignoringTrouble(() => draw(showCursor));
    },
  };
};

/** Listens to signals; gives what ends that. */
const listening = (heard: readonly (readonly [NodeJS.Signals, () => void])[]): (() => void) => {
  for (const [name, listener] of heard) process.on(name, listener);
  return () => {
    for (const [name, listener] of heard) process.off(name, listener);
  };
};

const signals: Readonly<Partial<Record<Key, NodeJS.Signals>>> = { "ctrl-c": "SIGINT", "ctrl-\\": "SIGQUIT" };

/**
 * Reads what is typed, until it is cancelled. Bun's ReadStream of a terminal reads in a thread: taken away, it would still
 * swallow the next line, which is meant for another program. A stream of the terminal's own name can be left at once.
 */
const readKeys = (hear: (key: Key) => void, gone: () => void) => {
  const reader = Bun.file("/dev/tty").stream().getReader();
  const decoder = new TextDecoder();
  const read = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return gone();
      for (const key of keysIn(decoder.decode(value, { stream: true }))) hear(key);
    }
  };
  read().catch(gone);
  return reader;
};

const ignoringTrouble = (act: () => void): void => {
  try {
    act();
  } catch {
    // a terminal that is closed needs nothing back
  }
};

/** COLUMNS can make it narrower, never wider than it is: a line that wraps tears what is painted over. */
const sizeFrom = (env: Context["env"]): Size => {
  const [columns, rows] = windowSize();
  const wanted = /^\d+$/.test(env["COLUMNS"] ?? "") ? Number(env["COLUMNS"]) : columns;
  return { columns: Math.max(1, Math.min(wanted, columns)), rows };
};

/** As large as terminals once were, where one does not tell. */
const windowSize = (): readonly [number, number] => {
  const { columns, rows } = new WriteStream(1);
  return [columns > 0 ? columns : 80, rows > 0 ? rows : 24];
};
