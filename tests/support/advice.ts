import type { Command } from "../../cli/command.ts";
import { commandNamed } from "../../cli/commands/index.ts";
import { parseInput } from "../../cli/parse.ts";

/** A word before a command that somebody is told to run. */
const before = "(?:[Tt]ry: |[Ss]ee: |\\bor |with: |[Ff]irst: |then: |back: +|it: +|-> |`)";

/** Every command line of ours that a text tells somebody to run, without the words around it. */
export const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(new RegExp(`${before}(proxy-cli(?: [^\`\\n]*)?)`, "g"))].map(
    ([, line = ""]) =>
      line
        .split(/ {2,}| or (?=[a-z-]+ )|, (?:or|then)\b|[;(`]| and |\. [A-Z]/)[0]
        ?.replace(/[.,)]+$/, "")
        .trim() ?? "",
  );

/** What stands in these lines for something that is only known when the message is made: a word, some words or none. */
export const hole = "\u0001";

/** Why this command line cannot be run; null when it can. Names in capitals stand for what a person fills in. */
export const whyNot = async (line: string): Promise<string | null> => {
  const [, ...words] = (line.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));
  const name = words.find((word) => !word.startsWith("-"));
  if (name === undefined) return words.every((word) => /^(--help|--version|-h|-V)$/.test(word)) ? null : "no command";
  if (name === "help" || name.includes(hole) || /^[A-Z]+$/.test(name.replace(hole, ""))) return null;
  const entry = commandNamed(name);
  if (entry === undefined) return `there is no command "${name}"`;
  const { default: command } = (await entry.load()) as { readonly default: Command };
  const rest = words.toSpliced(words.indexOf(name), 1).filter((word) => word !== "--help" && word !== "-h");
  const trouble = troubleWith(name, command, rest);
  return trouble === null
    ? null
    : troubleWith(
        name,
        command,
        rest.filter((word) => word !== hole),
      );
};

/** What is left out stands for what a person knows. */
const troubleWith = (name: string, command: Command, words: readonly string[]): string | null => {
  try {
    parseInput(name, command, words);
    return null;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return /missing required argument|argument missing/.test(message) ? null : message;
  }
};
