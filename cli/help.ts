import type { Command, Entry } from "./command.ts";
import { commands } from "./commands/index.ts";
import { globalOptions } from "./global-options.ts";
import type { Paint } from "./output/colour.ts";

const examples: readonly (readonly [string, string])[] = [
  ["start", "proxy-cli start"],
  ["run", "proxy-cli run -- claude"],
  ["switch-upstream", "proxy-cli switch-upstream cn"],
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
    `${paint("heading", "Options")}   --json --tsv -q -v -y -V -h   more: help options, COMMAND --help`,
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
    else lines.push((lines.length === 0 ? margin : "  ") + part); // what is listed must fit a small screen
  }
  return lines;
};

/** What fits a small terminal. */
const mostLines = 24;

/** What one command is for and takes, examples first. Where not all fits (it does with --verbose), the last ones stand by name alone. */
export const commandHelp = (
  { name, aliases }: Entry,
  { summary, examples: own, args, options, actions }: Command,
  paint: Paint,
  isWhole = false,
): string => {
  const shown = options.flatMap((option) => (option.summary === null ? [] : [[option.flags, option.summary] as const]));
  const usage = `proxy-cli ${name}${args === "" ? "" : ` ${args}`}${shown.length === 0 ? "" : " [options]"}`;
  const head = [
    `proxy-cli ${name}: ${summary}`,
    "",
    ...own.map((example) => `  ${example}`),
    "",
    `${paint("heading", "Usage")}   ${usage}`,
    ...(aliases.length === 0 ? [] : [`        also called: ${aliases.join(", ")}`]),
  ];
  const room = isWhole ? Number.POSITIVE_INFINITY : mostLines - head.length;
  const doing = section(
    "Actions",
    (actions ?? []).map(([word, what]) => [word, what] as const),
    room - leastFor(shown),
    paint,
  );
  return [...head, ...doing, ...section("Options", shown, room - doing.length, paint)].join("\n");
};

type Pair = readonly [string, string];

/** A heading, a line of names, and where the rest is. */
const leastFor = (shown: readonly Pair[]): number => Math.min(shown.length, 2) + (shown.length === 0 ? 0 : 1);

const section = (title: string, shown: readonly Pair[], room: number, paint: Paint): readonly string[] => {
  if (shown.length === 0) return [];
  for (let kept = shown.length; kept >= 0; kept--) {
    const rest = shown.slice(kept).map(([left]) => /--[a-z][a-z-]*/.exec(left)?.[0] ?? left);
    const more = rest.length === 0 ? [] : wrappedList(kept === 0 ? "  " : "  also: ", rest);
    const lines = [paint("heading", title), ...twoColumns(shown.slice(0, kept)), ...more];
    if (lines.length <= room) return lines;
  }
  return [paint("heading", title), ...twoColumns(shown)];
};

const twoColumns = (pairs: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};
