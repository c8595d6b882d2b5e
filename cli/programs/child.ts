import { constants } from "node:os";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";

type Options = {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether a terminal is in front: it gives Ctrl-C to the child by itself, and twice would mean "end at once". */
  readonly hasTerminal: boolean;
  readonly onSignals: Context["onSignals"];
};

/** Runs a program in the foreground and gives the exit code that a shell would: its own, or 128 + its signal. */
export const runChild = async ({ command, env, hasTerminal, onSignals }: Options): Promise<number> => {
  // Before the child runs: a signal that comes at once is heard when this function has gone on, and passed on then.
  onSignals(["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"], (name) => {
    if (!hasTerminal || name === "SIGTERM" || name === "SIGHUP") child.kill(name);
  });
  const child = spawn(command, env);
  await child.exited;
  const signal = Object.entries(constants.signals).find(([name]) => name === child.signalCode);
  return signal === undefined ? (child.exitCode ?? 1) : 128 + signal[1];
};

const spawn = (command: readonly string[], env: Options["env"]): Bun.Subprocess => {
  try {
    return Bun.spawn([...command], { env, stdin: "inherit", stdout: "inherit", stderr: "inherit" });
  } catch (cause) {
    throw new CannotRun(command[0] ?? "", cause);
  }
};

/** A program that is not there or may not be run, with the exit code that shells have for it. */
export class CannotRun extends Error {
  readonly exitCode: 126 | 127;
  /** What to tell a person. */
  readonly reason: ProxyError;

  constructor(program: string, cause: unknown) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const what = isMissing ? `There is no program "${program}".` : `"${program}" cannot be run.`;
    const hint = isMissing ? "Is it installed, and on PATH?" : "Is it a program, and may you run it?";
    super(what, { cause });
    this.exitCode = isMissing ? 127 : 126;
    this.reason = new ProxyError("usage", what, { hint, cause });
  }
}
