import type { Command, Option } from "./command.ts";
import { commands, type Entry } from "./commands/index.ts";
import type { Paint } from "./output/colour.ts";

/** Options that every command takes. */
export const globalOptions: readonly Option[] = [
  { flags: "--json", summary: "the answer for programs" },
  { flags: "--no-color", summary: "no colours (also: NO_COLOR=1)" },
  { flags: "-q, --quiet", summary: "only what was asked for" },
  { flags: "-v, --verbose", summary: "more about errors" },
];

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
    ...(rest.length === 0 ? [] : [`  also: ${rest.join(", ")}`]),
    `${paint("heading", "Options")}   --json  --no-color  -q --quiet  -v --verbose  -V --version  -h --help`,
    `${paint("heading", "More")}      proxy-cli COMMAND --help`,
  ].join("\n");
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
    ...(shown.length === 0 ? [] : ["", paint("heading", "Options"), ...twoColumns(shown)]),
  ].join("\n");
};

const twoColumns = (pairs: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};
