import type { Command } from "./command.ts";
import { commands, type Entry } from "./commands/index.ts";
import { globalOptions } from "./global-options.ts";
import type { Paint } from "./output/colour.ts";

const examples: readonly (readonly [string, string])[] = [
  ["start", "proxy-cli start"],
  ["run", "proxy-cli run -- claude"],
  ["switch-upstream", "proxy-cli switch-upstream cn"],
  ["stats", "proxy-cli stats --hours 24 --by model"],
];

/** The first screen: examples, the common commands a line each, the rest by name. */
export const mainHelp = (version: string, paint: Paint): string => {
  const shown = commands.filter(({ isCommon }) => isCommon);
  const rest = commands.filter(({ isCommon }) => !isCommon).map(({ name }) => name);
  const known = examples.filter(([name]) => commands.some((command) => command.name === name));
  return [
    `proxy-cli ${version}: a local LLM proxy. See, steer and save.`,
    "",
    ...known.map(([, line]) => `  ${line}`),
    "",
    paint("heading", "Commands"),
    ...twoColumns(shown.map(({ name, summary }) => [name, summary])),
    ...wrappedList("  also: ", rest),
    `${paint("heading", "Options")}   --json  --fields LIST  --tsv  -q  -v  -y  -V  -h   (all: help options)`,
    `${paint("heading", "More")}      proxy-cli COMMAND --help`,
  ].join("\n");
};

/** The options that every command takes. */
export const optionsHelp = (paint: Paint): string =>
  [
    "proxy-cli COMMAND [options]: these work with every command, before and after its name",
    "",
    "  proxy-cli upstreams --fields name,key --tsv",
    "",
    paint("heading", "Options"),
    ...twoColumns([
      ...globalOptions.map(({ flags, summary }): [string, string] => [flags, summary ?? ""]),
      ["-V, --version", "the version of this program"],
      ["-h, --help", "what a command is for and takes"],
    ]),
  ].join("\n");

/** Words with commas between them, on as many lines as 80 columns ask for. */
const wrappedList = (margin: string, words: readonly string[]): readonly string[] => {
  const lines: string[] = [];
  for (const [at, word] of words.entries()) {
    const part = at < words.length - 1 ? `${word},` : word;
    const longer = `${lines.at(-1)} ${part}`;
    if (lines.length > 0 && longer.length <= 80) lines[lines.length - 1] = longer;
    else lines.push((lines.length === 0 ? margin : " ".repeat(margin.length)) + part);
  }
  return lines;
};

/** What one command is for and takes, examples first. */
export const commandHelp = ({ name, aliases }: Entry, command: Command, paint: Paint): string => {
  const shown = command.options.flatMap(({ flags, summary }) => (summary === null ? [] : [[flags, summary] as const]));
  return [
    `proxy-cli ${name}: ${command.summary}`,
    "",
    ...command.examples.map((example) => `  ${example}`),
    "",
    paint("heading", "Usage"),
    `  proxy-cli ${name}${command.args === "" ? "" : ` ${command.args}`}${shown.length === 0 ? "" : " [options]"}`,
    ...(aliases.length === 0 ? [] : [`  also called: ${aliases.join(", ")}`]),
    ...(command.actions === undefined ? [] : ["", paint("heading", "Actions"), ...twoColumns(command.actions)]),
    ...(shown.length === 0 ? [] : ["", paint("heading", "Options"), ...twoColumns(shown)]),
  ].join("\n");
};

const twoColumns = (pairs: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};
