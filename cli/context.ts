import { isatty } from "node:tty";
import { pathsFrom } from "../src/config/paths.ts";
import { connectTo } from "../src/control/client.ts";
import { ProxyError } from "../src/core/errors.ts";
import type { Context } from "./command.ts";
import { depthOf, paintWith } from "./output/colour.ts";
import { jsonAnswer } from "./output/json.ts";
import { writeLine } from "./output/stream.ts";

type Wishes = { readonly json: boolean; readonly color: boolean; readonly quiet: boolean; readonly verbose: boolean };

type Surroundings = {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  readonly onSignals: Context["onSignals"];
  /** The width of the terminal behind stdout; null when there is none. */
  readonly terminalColumns: number | null;
};

/** The context of one run of the CLI. */
export const createContext = (
  { root, env, pid, onSignals, terminalColumns }: Surroundings,
  wishes: Wishes,
): Context => {
  const paths = homePaths(env);
  const print = (text: string): void => writeLine(1, text);
  const now = Date.now;
  return {
    root,
    paths,
    env,
    client: connectTo(paths.socket),
    json: wishes.json,
    verbose: wishes.verbose,
    paint: paintWith(depthOf({ env, isTerminal: isatty(1), wanted: wishes.color })),
    columns: columnsFrom(env["COLUMNS"], terminalColumns),
    now,
    pid,
    onSignals,
    print,
    say: wishes.quiet ? () => undefined : print,
    warn: (text) => writeLine(2, text),
    data: (fields) => print(jsonAnswer(fields, now())),
  };
};

/** COLUMNS wins; a pipe without it has no width, so nothing that a program reads is cut. */
const columnsFrom = (wanted: string | undefined, terminal: number | null): number => {
  const width = /^\d+$/.test(wanted ?? "") ? Number(wanted) : (terminal ?? 0);
  return width < 1 ? Number.POSITIVE_INFINITY : width;
};

const homePaths = (env: Surroundings["env"]): Context["paths"] => {
  try {
    return pathsFrom(env);
  } catch (cause) {
    throw new ProxyError("config_invalid", "There is no home folder.", {
      hint: "Set HOME, or PROXY_CLI_HOME to an absolute path.",
      cause,
    });
  }
};
