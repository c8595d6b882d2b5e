import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";
import { asProxyError, ProxyError } from "../src/core/errors.ts";
import { nearestFew } from "../src/lib/nearest.ts";
import { version } from "../src/version.ts";
import type { Command, Context } from "./command.ts";
import { commandNamed, commands, type Entry } from "./commands/index.ts";
import { createContext } from "./context.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { commandHelp, mainHelp } from "./help.ts";
import { depthOf, paintWith } from "./output/colour.ts";
import { failureText } from "./output/failure.ts";
import { ReaderLeft, writeLine } from "./output/stream.ts";

const argv = process.argv.slice(2);
const { env } = process;
const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const paintFor = (descriptor: 1 | 2) =>
  paintWith(depthOf({ env, isTerminal: isatty(descriptor), wanted: !argv.includes("--no-color") }));

const main = async (): Promise<number> => {
  const at = argv.findIndex((word) => !word.startsWith("-"));
  const word = argv[at];
  if (word === undefined) return withoutCommand();
  if (word === "help") return help(argv[at + 1]);
  const entry = commandNamed(word) ?? unknownCommand(word);
  const rest = argv.toSpliced(at, 1);
  const { default: command } = await entry.load();
  if (asksForHelp(command, argv.slice(at + 1))) return show(commandHelp(entry, command, paintFor(1)));
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
  const { isRunning } = await import("./bare.ts");
  if (status !== undefined && (await isRunning(env))) return call(status, (await status.load()).default, argv);
  const { parseInput } = await import("./parse.ts");
  parseInput("", { args: "", summary: "", options: [], examples: [], run: async () => 0 }, argv);
  show(mainHelp(version, paintFor(1)));
  return show("Nothing is set up yet. Try it without a key:  proxy-cli demo");
};

const help = async (word: string | undefined): Promise<number> => {
  if (word === undefined || word.startsWith("-")) return show(mainHelp(version, paintFor(1)));
  const entry = commandNamed(word) ?? unknownCommand(word);
  return show(commandHelp(entry, (await entry.load()).default, paintFor(1)));
};

const call = async ({ name }: Entry, command: Command, words: readonly string[]): Promise<number> => {
  const { parseInput } = await import("./parse.ts");
  const input = parseInput(name, command, words);
  const { flags } = input;
  const context = createContext(
    {
      root,
      env,
      pid: process.pid,
      onSignals: (names, hear) => {
        for (const name of names) process.on(name, () => hear(name));
      },
      terminalColumns: isatty(1) ? (process.stdout.columns ?? null) : null,
    },
    { json: flags.has("json"), color: flags.has("color"), quiet: flags.has("quiet"), verbose: flags.has("verbose") },
  );
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
  const error = asProxyError(thrown);
  const verbose = argv.includes("-v") || argv.includes("--verbose");
  writeLine(2, failureText(error, { paint: paintFor(2), home: env["HOME"], verbose }));
  return exitCodeOf(error);
};

process.exit(await main().catch(fail));
