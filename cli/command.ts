import type { Paths } from "../src/config/paths.ts";
import type { Client } from "../src/control/client.ts";
import type { Flags } from "./flags.ts";
import type { Depth, Paint } from "./output/colour.ts";

/** What a command works with. Everything that touches the machine comes in here. */
export type Context = {
  /** The folder that proxy-cli is installed in. */
  readonly root: string;
  /** Every command there is, in the order of the help. */
  readonly commands: readonly Entry[];
  readonly paths: Paths;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The daemon of this home; nothing is connected before the first call. */
  readonly client: Client;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly paint: Paint;
  /** How many colours stdout shows, and whether signs of our own stay within ASCII. */
  readonly depth: Depth;
  readonly ascii: boolean;
  /** How wide a line may be; Infinity when nobody looks at it. */
  readonly columns: number;
  readonly now: () => number;
  /** Our own process id. */
  readonly pid: number;
  /** Our own user; null where there are none. */
  readonly uid: number | null;
  /** The folder that it was called in; null when that is gone. */
  readonly folder: string | null;
  /** Calls this for these signals instead of ending. */
  readonly onSignals: (names: readonly NodeJS.Signals[], hear: (name: NodeJS.Signals) => void) => void;
  /** A line of what was asked for, to stdout. */
  readonly print: (text: string) => void;
  /** A line that a person may like to know, to stdout; silent with --quiet. */
  readonly say: (text: string) => void;
  /** What a terminal is told as it is, cursor and all, to stdout. */
  readonly draw: (text: string) => void;
  /** A line of trouble, to stderr. */
  readonly warn: (text: string) => void;
  /** The answer for programs, to stdout: one JSON object with its schema and time, or the fields asked for. */
  readonly data: (fields: object) => void;
  /** The same for one of many lines. */
  readonly record: (fields: object) => void;
  /**
   * Whether a person agrees; `--yes` does. Throws `usage` where nobody can be asked; `again`
   * is the command that needs no answer but `--yes`.
   */
  readonly confirm: (question: string, again: string) => Promise<boolean>;
};

/** What was typed: arguments in their order, options by their name. */
export type Input = { readonly args: readonly string[]; readonly flags: Flags };

/** One option: as commander writes it (`--port <port>`), and a few words. Without words it works but is not shown. */
export type Option = { readonly flags: string; readonly summary: string | null };

/** What a word may be, where a shell can offer it: asked of us (`places` = upstreams and auto) or known to the shell. */
export type Names =
  | "upstreams"
  | "sessions"
  | "memories"
  | "budgets"
  | "answers"
  | "models"
  | "places"
  | "settings"
  | "shells"
  | "levels"
  | "groupings"
  | "scenarios"
  | "views"
  | "commands"
  | "files"
  | "programs";

/** What a first argument may be, in a few words, and what the one behind it names. */
export type ActionWord = readonly [name: string, summary: string, names?: Names];

/** A command of the CLI. `run` resolves with the exit code, nothing means 0; trouble is thrown as a ProxyError. */
export type Command = {
  /** The arguments, as commander writes them: `<name>`, `[action] [key]`. */
  readonly args: string;
  readonly summary: string;
  /** What its first argument may be. */
  readonly actions?: readonly ActionWord[];
  /** What its first argument names, where that is no action. */
  readonly names?: Names;
  readonly options: readonly Option[];
  readonly examples: readonly string[];
  /** Whether what follows the first argument belongs to another program. */
  readonly passThrough?: boolean;
  // biome-ignore lint/suspicious/noConfusingVoidType: a command that has nothing to say returns nothing
  readonly run: (context: Context, input: Input) => Promise<number | void>;
};

/** A command before it is loaded. */
export type Entry = {
  readonly name: string;
  /** Other words for it. */
  readonly aliases: readonly string[];
  readonly summary: string;
  /** Whether it has a line of its own in the short help. */
  readonly isCommon: boolean;
  readonly load: () => Promise<{ readonly default: Command }>;
};
