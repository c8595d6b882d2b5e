import { accessSync, constants } from "node:fs";
import { isatty } from "node:tty";
import { pathsFrom } from "../src/config/paths.ts";
import { connectTo } from "../src/control/client.ts";
import { ProxyError } from "../src/core/errors.ts";
import type { Context } from "./command.ts";
import type { Wishes } from "./global-options.ts";
import { asciiOnly } from "./output/ascii.ts";
import { depthOf, paintWith } from "./output/colour.ts";
import { tsvLines, withFields } from "./output/fields.ts";
import { jsonAnswer, jsonRecord } from "./output/json.ts";
import { writeLine, writeText } from "./output/stream.ts";
import { confirm } from "./terminal/confirm.ts";

type Surroundings = {
  readonly root: string;
  readonly commands: Context["commands"];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  readonly uid: number | null;
  readonly folder: string | null;
  readonly onSignals: Context["onSignals"];
  /** The width of the terminal behind stdout; null when there is none. */
  readonly terminalColumns: number | null;
  /** The next line that is typed; null when there is none. */
  readonly readLine: () => Promise<string | null>;
};

/** The context of one run of the CLI. */
export const createContext = (surroundings: Surroundings, wishes: Wishes): Context => {
  const { root, commands, env, pid, uid, folder, onSignals, terminalColumns, readLine } = surroundings;
  const paths = homePaths(env);
  const shown = wishes.ascii ? asciiOnly : (text: string): string => text;
  const print = (text: string): void => writeLine(1, shown(text));
  const warn = (text: string): void => writeLine(2, shown(text));
  const answer = answerer(wishes);
  const depth = depthOf({ env, isTerminal: isatty(1), wanted: wishes.color });
  const now = Date.now;
  return {
    root,
    commands,
    paths,
    env,
    client: connectTo(paths.socket, wishes.patienceMs ?? undefined),
    json: wishes.json,
    verbose: wishes.verbose,
    paint: paintWith(depth),
    depth,
    ascii: wishes.ascii,
    columns: columnsFrom(env["COLUMNS"], terminalColumns),
    now,
    pid,
    uid,
    folder,
    onSignals,
    print,
    draw: (text) => writeText(1, shown(text)),
    say: wishes.quiet ? () => undefined : print,
    warn,
    data: (fields) => answer(jsonAnswer(fields, now())),
    record: (fields) => answer(jsonRecord(fields), true),
    confirm: (question, again) =>
      confirm(
        question,
        { saysYes: wishes.yes, isThere: wishes.input && isatty(0) && isatty(2), write: warn, readLine },
        again,
      ),
  };
};

/** Writes an answer for programs, as far as it was asked for. */
const answerer =
  ({ fields, tsv }: Wishes) =>
  (answer: Readonly<Record<string, unknown>>, isOneOfMany = false): void => {
    if (fields === null) return writeLine(1, JSON.stringify(answer));
    if (!tsv) return writeLine(1, JSON.stringify(withFields(answer, fields, { isOneOfMany })));
    for (const line of tsvLines(answer, fields, { isOneOfMany })) writeLine(1, line);
  };

/** COLUMNS wins; a pipe without it has no width, so nothing that a program reads is cut. */
const columnsFrom = (wanted: string | undefined, terminal: number | null): number => {
  const width = /^\d+$/.test(wanted ?? "") ? Number(wanted) : (terminal ?? 0);
  return width < 1 ? Number.POSITIVE_INFINITY : width;
};

const homePaths = (env: Surroundings["env"]): Context["paths"] => {
  const paths = namedPaths(env);
  try {
    accessSync(paths.home, constants.R_OK | constants.X_OK);
  } catch (cause) {
    // One that is not there yet is fine; of one that nobody may look into "there is nothing" would be a lie.
    if (cause instanceof Error && "code" in cause && cause.code === "EACCES")
      throw new ProxyError("home_unsafe", `${paths.home} cannot be looked into. It belongs to another user.`, {
        hint: "Set PROXY_CLI_HOME to a folder of your own.",
        cause,
      });
  }
  return paths;
};

const namedPaths = (env: Surroundings["env"]): Context["paths"] => {
  try {
    return pathsFrom(env);
  } catch (cause) {
    throw new ProxyError("config_invalid", "There is no home folder.", {
      hint: "Set HOME, or PROXY_CLI_HOME to an absolute path.",
      cause,
    });
  }
};
