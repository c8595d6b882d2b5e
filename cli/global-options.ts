import { isAbsolute, join, resolve } from "node:path";
import { pathsFrom } from "../src/config/paths.ts";
import { ProxyError } from "../src/core/errors.ts";
import type { Command, Option } from "./command.ts";
import type { Flags } from "./flags.ts";
import { readDuration } from "./output/units.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Options that every command takes. */
export const globalOptions: readonly Option[] = [
  { flags: "--json", summary: "the answer for programs" },
  { flags: "--fields <list>", summary: "only these fields of it: name,endpoint" },
  { flags: "--tsv", summary: "those fields with tabs between them, no heading" },
  { flags: "-q, --quiet", summary: "only what was asked for" },
  { flags: "-v, --verbose", summary: "more about errors" },
  { flags: "--no-color", summary: "no colours (also: NO_COLOR=1)" },
  { flags: "--ascii", summary: "no signs beyond ASCII of our own" },
  { flags: "-y, --yes", summary: "yes to every question" },
  { flags: "--no-input", summary: "never ask; fail instead" },
  { flags: "--profile <name>", summary: "a home of its own, in profiles/ of the usual one" },
  { flags: "--socket <path>", summary: "the daemon behind this control socket" },
  { flags: "--timeout <duration>", summary: "how long the daemon may take for an answer (default: 30s)" },
];

/** The options of a command and those of every command; where both have one, the command's own counts. */
export const optionsOf = ({ options }: Pick<Command, "options">): readonly Option[] => {
  const own = options.map(longName);
  return [...globalOptions.filter((option) => !own.includes(longName(option))), ...options];
};

/** `--fields` of `--fields <list>`, `--quiet` of `-q, --quiet`. */
export const longName = ({ flags }: Option): string => /--[a-z][a-z-]*/.exec(flags)?.[0] ?? flags;

/** What stands before `--`: what follows it belongs to somebody else. */
export const ownWords = (argv: readonly string[]): readonly string[] => {
  const end = argv.indexOf("--");
  return end < 0 ? argv : argv.slice(0, end);
};

const takingValues = globalOptions.filter(({ flags }) => flags.includes("<")).map(longName);

/** Where the command stands among the words; -1 without one. A value of an option before it is no command. */
export const commandAt = (argv: readonly string[]): number =>
  ownWords(argv).findIndex((word, at) => !word.startsWith("-") && !takingValues.includes(argv[at - 1] ?? ""));

/** What was asked for besides the command itself. */
export type Wishes = {
  readonly json: boolean;
  /** The fields of the answer to show; null = all. */
  readonly fields: readonly string[] | null;
  readonly tsv: boolean;
  readonly color: boolean;
  readonly ascii: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly yes: boolean;
  /** Whether a person may be asked. */
  readonly input: boolean;
  /** How long the daemon may take for an answer; null = the usual time. */
  readonly patienceMs: number | null;
};

/** Reads them out of the options of this command. Throws `usage` for what contradicts itself. */
export const wishesFrom = (flags: Flags, env: Environment, command: string): Wishes => {
  const fields = fieldsFrom(flags.text("fields"), command);
  if (flags.has("tsv") && fields === null) throw usage("--tsv needs --fields.", `${command} --fields NAME,NAME --tsv`);
  if (flags.has("tsv") && flags.has("json")) throw usage("--json and --tsv are two answers.", `${command} --json`);
  return {
    json: flags.has("json") || fields !== null,
    fields,
    tsv: flags.has("tsv"),
    color: flags.has("color"),
    ascii: flags.has("ascii") || !showsUnicode(env),
    quiet: flags.has("quiet"),
    verbose: flags.has("verbose"),
    yes: flags.has("yes"),
    input: flags.has("input"),
    patienceMs: patienceFrom(flags.text("timeout"), command),
  };
};

/** The environment as `--profile` and `--socket` want it; the daemon and programs that we start get it too. */
export const environmentFrom = (flags: Flags, env: Environment): Environment => {
  const profile = flags.text("profile");
  const socket = flags.text("socket");
  // A daemon that keeps nothing needs no home; what is read from one is then not there.
  const isHomeless = flags.has("ephemeral") && !env["HOME"] && !env["PROXY_CLI_HOME"];
  return {
    ...env,
    ...(isHomeless ? { HOME: "/nonexistent" } : {}),
    ...(profile === null ? {} : { PROXY_CLI_HOME: profileHome(profile, env) }),
    ...(socket === null ? {} : { PROXY_CLI_SOCKET: isAbsolute(socket) ? socket : resolve(socket) }),
  };
};

const profileHome = (name: string, env: Environment): string => {
  if (/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) return join(pathsFrom(env).home, "profiles", name);
  throw usage(`A profile's name is letters, digits, ".", "-" and "_", got "${name}".`, "status --profile work");
};

const fieldsFrom = (list: string | null, command: string): readonly string[] | null => {
  if (list === null) return null;
  const fields = list.split(",").map((field) => field.trim());
  if (fields.every((field) => /^\w+(\.\w+)*$/.test(field))) return fields;
  throw usage(`--fields takes names with commas between them, got "${list}".`, `${command} --fields NAME,NAME`);
};

const patienceFrom = (text: string | null, command: string): number | null => {
  if (text === null) return null;
  const patienceMs = readDuration(text);
  if (patienceMs !== null && patienceMs >= 1 && patienceMs <= longestPatienceMs) return Math.round(patienceMs);
  throw usage(
    `--timeout takes a time like 500ms, 10s or 2m (at most a day), got "${text}".`,
    `${command} --timeout 5s`,
  );
};

const longestPatienceMs = 86_400_000;

/** By the locale, as POSIX orders its variables; a shell without one is taken at its word. */
const showsUnicode = (env: Environment): boolean => {
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((value) => (value ?? "") !== "");
  return /utf-?8/i.test(locale ?? "");
};

const usage = (what: string, example: string): ProxyError =>
  new ProxyError("usage", what, { hint: `Try: proxy-cli ${example}` });
