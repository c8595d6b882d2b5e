import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { connectTo } from "../../src/control/client.ts";
import { bunCommand } from "./daemon.ts";
import { scratchFolder } from "./scratch.ts";

/** What a program came to. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** A home of its own for the command line, and a folder to be in. */
export type Corner = {
  readonly home: string;
  readonly folder: string;
  /** The environment of a person who has nothing set. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `proxy-cli` with these words; `more` goes into the environment, `input` to its standard input. */
  readonly cli: (words: readonly string[], more?: Readonly<Record<string, string>>, input?: string) => Promise<Ran>;
  /** Ends a daemon of this home, if one runs, and removes the folder. */
  readonly leave: () => Promise<void>;
};

/** Runs a program to its end. */
export const runProgram = async (
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
  input?: string,
): Promise<Ran> => {
  const stdin = input === undefined ? "ignore" : new TextEncoder().encode(input);
  const child = Bun.spawn([...command], { cwd, env, stdin, stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { code, out, err };
};

/** A new corner of the machine. */
export const newCorner = (): Corner => {
  const top = scratchFolder();
  const [home, folder, user] = [join(top, "p"), join(top, "work"), join(top, "user")];
  for (const path of [folder, user]) mkdirSync(path);
  const env = { PATH: process.env["PATH"] ?? "", HOME: user, PROXY_CLI_HOME: home, LANG: "C.UTF-8", PROXY_PORT: "0" };
  return {
    home,
    folder,
    env,
    cli: (words, more = {}, input) =>
      runProgram([...bunCommand("cli/main.ts"), ...words], { ...env, ...more }, folder, input),
    leave: async () => {
      const ran = await runProgram([...bunCommand("cli/main.ts"), "stop", "--now"], env, folder);
      if (ran.code !== 0) throw new Error(`The daemon of ${home} did not stop: ${ran.err}`);
      rmSync(top, { recursive: true, force: true });
    },
  };
};

/** The daemon of a corner. */
export const controlOf = ({ home }: Corner) => connectTo(join(home, "daemon.sock"));
