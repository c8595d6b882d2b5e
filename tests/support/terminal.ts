import { until } from "./wait.ts";

/** A real terminal with a program in it. */
export type TestTerminal = {
  /** Types these keys. */
  readonly type: (keys: string) => void;
  /** Waits until this has been shown, behind what was waited for before; gives all up to it. */
  readonly shows: (what: RegExp) => Promise<string>;
  readonly all: () => string;
  /** Closes the window. */
  readonly close: () => void;
  readonly pid: number;
  readonly exited: Promise<number>;
};

/** Opens one with this program. */
export const openTerminal = (
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
  more: { readonly term?: string } = {},
): TestTerminal => {
  let text = "";
  let read = 0;
  const child = Bun.spawn([...command], {
    cwd,
    env: { TERM: "dumb", ...env, ...(more.term === undefined ? {} : { TERM: more.term }) },
    terminal: {
      cols: 100,
      rows: 30,
      data: (_, bytes) => {
        text += Buffer.from(bytes).toString();
      },
    },
  });
  return {
    type: (keys) => void child.terminal?.write(keys),
    shows: async (what) => {
      const found = await until(
        `${what} is shown after:\n${text.slice(read)}`,
        () => what.exec(text.slice(read)),
        15_000,
      ).catch((thrown: unknown) => {
        throw new Error(`${String(thrown)}\nIn the end it showed:\n${text}`);
      });
      const end = read + found.index + found[0].length;
      const shown = text.slice(read, end);
      read = end;
      return shown;
    },
    all: () => text,
    close: () => child.terminal?.close(),
    pid: child.pid,
    exited: child.exited,
  };
};

/** The environment of a terminal that can do what terminals can. */
export const withCursor = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...env,
  TERM: "xterm-256color",
});

/** What the shell of a terminal says before each command line. */
export const prompt = "READY> ";

/** Opens one with a shell that knows jobs, as people have it. */
export const openShell = (env: Readonly<Record<string, string>>, cwd: string): TestTerminal =>
  openTerminal(["bash", "--norc", "--noprofile", "-i"], { ...env, PS1: prompt }, cwd);
