import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";
import { asProxyError, ProxyError } from "../src/core/errors.ts";
import { nearestFew } from "../src/lib/nearest.ts";
import { withoutProxyVariables } from "../src/lib/proxy-variables.ts";
import { version } from "../src/version.ts";
import type { Command, Context, Entry } from "./command.ts";
import { commandNamed, commands } from "./commands/index.ts";
import { createContext } from "./context.ts";
import { exitCodeOf } from "./exit-codes.ts";
import type { Flags } from "./flags.ts";
import { commandAt, environmentFrom, ownWords, wishesFrom } from "./global-options.ts";
import { commandHelp, mainHelp, optionsHelp } from "./help.ts";
import { depthOf, paintWith } from "./output/colour.ts";
import { failureText } from "./output/failure.ts";
import { ReaderLeft, writeLine } from "./output/stream.ts";
import { refusedBySystem } from "./output/system-error.ts";
import { asCommand } from "./seed-flags.ts";

const argv = asCommand(process.argv.slice(2));
const env = { ...process.env };
withoutProxyVariables(process.env); // else Bun's fetch hands what our own daemon is asked, key and all, to them; programs get the copy
const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const paintFor = (descriptor: 1 | 2) =>
  paintWith(depthOf({ env, isTerminal: isatty(descriptor), wanted: !ownWords(argv).includes("--no-color") }));

const isVerbose = ["-v", "--verbose"].some((word) => ownWords(argv).includes(word));

const main = async (): Promise<number> => {
  const at = commandAt(argv);
  const word = argv[at];
  if (word === undefined) return withoutCommand();
  if (word === "__complete") return complete(argv.slice(at + 1));
  if (word === "help") return help(argv[at + 1]);
  const entry = commandNamed(word) ?? unknownCommand(word);
  const rest = argv.toSpliced(at, 1);
  const { default: command } = await entry.load();
  if (asksForHelp(command, argv.slice(at + 1))) return show(commandHelp(entry, command, paintFor(1), isVerbose));
  return call(entry, command, rest);
};

/** What follows the first word of another program is that program's; `--` ends our options everywhere. */
const asksForHelp = ({ passThrough }: Command, words: readonly string[]): boolean => {
  const end = words.findIndex((word) => word === "--" || (passThrough === true && !word.startsWith("-")));
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === "-h" || word === "--help");
};

const withoutCommand = async (): Promise<number> => {
  if (argv.includes("-V") || argv.includes("--version")) return show(version);
  if (argv.includes("-h") || argv.includes("--help")) return show(mainHelp(version, paintFor(1)));
  const status = commandNamed("status");
  const [{ isRunning, isSetUp, welcome }, { parseInput }] = await Promise.all([
    import("./bare.ts"),
    import("./parse.ts"),
  ]);
  const nothing: Command = { args: "", summary: "", options: [], examples: [], run: async () => 0 };
  const { flags } = parseInput("", nothing, argv);
  const own = environmentFrom(flags, env);
  if (status !== undefined && (await isRunning(own))) return call(status, (await status.load()).default, argv);
  if (!isSetUp(own)) return show(welcome(version));
  show(mainHelp(version, paintFor(1)));
  return show("The proxy is not running. Start it:  proxy-cli start");
};

/** For the shells' own scripts, which have nobody to tell of trouble. */
const complete = async ([kind = ""]: readonly string[]): Promise<number> => {
  const { valuesOf } = await import("./completions/values.ts");
  for (const value of await valuesOf(kind, env, commands)) writeLine(1, value);
  return 0;
};

const help = async (word: string | undefined): Promise<number> => {
  if (word === undefined || word.startsWith("-")) return show(mainHelp(version, paintFor(1)));
  if (word === "options") return show(optionsHelp(paintFor(1)));
  const entry = commandNamed(word) ?? unknownCommand(word);
  return show(commandHelp(entry, (await entry.load()).default, paintFor(1), isVerbose));
};

const call = async ({ name }: Entry, command: Command, words: readonly string[]): Promise<number> => {
  const { parseInput } = await import("./parse.ts");
  const input = parseInput(name, command, words);
  const context = contextFor(input.flags, name);
  let isTold = false;
  try {
    return (await command.run(context, input)) ?? 0;
  } catch (thrown) {
    isTold = thrown instanceof ProxyError && thrown.code === "version_mismatch";
    throw thrown;
  } finally {
    if (!isTold) warnOfOtherVersion(context);
  }
};

const contextFor = (flags: Flags, command: string): Context =>
  createContext(
    {
      root,
      commands,
      env: environmentFrom(flags, env),
      pid: process.pid,
      uid: process.getuid?.() ?? null,
      folder: workingFolder(),
      onSignals: (names, hear) => {
        for (const name of names) process.on(name, () => hear(name));
      },
      terminalColumns: isatty(1) ? (process.stdout.columns ?? null) : null,
      readLine,
    },
    wishesFrom(flags, env, command),
  );

/** A folder can be removed while a shell is in it. */
const workingFolder = (): string | null => {
  try {
    return process.cwd();
  } catch {
    return null;
  }
};

const readLine = async (): Promise<string | null> => {
  for await (const line of console) return line;
  return null;
};

const warnOfOtherVersion = ({ client, warn }: Context): void => {
  const running = client.daemonVersion();
  if (running === null || running === version) return;
  warn(
    `${paintFor(2)("warning", "warning:")} daemon ${running}, CLI ${version}\ntry: proxy-cli restart   (running answers finish first)`,
  );
};

const show = (text: string): number => {
  writeLine(1, text);
  return 0;
};

const unknownCommand = (word: string): never => {
  const close = nearestFew(
    word,
    commands.flatMap(({ name, aliases }) => [name, ...aliases]),
  );
  const guess = close.length === 0 ? "" : ` Did you mean: ${close.join(", ")}`;
  throw new ProxyError("usage", `Unknown command "${word}".${guess}`, {
    hint: close[0] === undefined ? "Try: proxy-cli --help" : `Try: proxy-cli ${close[0]}`,
  });
};

/** The one place that prints errors. */
const fail = (thrown: unknown): number => {
  if (thrown instanceof ReaderLeft) return 0;
  const error = refusedBySystem(thrown) ?? asProxyError(thrown);
  writeLine(2, failureText(error, { paint: paintFor(2), home: env["HOME"], verbose: isVerbose }));
  return exitCodeOf(error);
};

process.exit(await main().catch(fail));
