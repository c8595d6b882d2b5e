import type { Command, Entry, Names, Option } from "../command.ts";
import { globalOptions, longName } from "../global-options.ts";

/** An option as it is typed; `takes` is what its value names, `text` = nobody can know, null = it takes none. */
export type OptionWord = {
  readonly words: readonly string[];
  readonly summary: string;
  readonly takes: Names | "text" | null;
};

/** A word for an action, and what the word behind it names. */
export type NamedWord = { readonly name: string; readonly summary: string; readonly names: Names | null };

/** A command with everything that may be typed after it. */
export type CommandWords = {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly names: Names | null;
  readonly actions: readonly NamedWord[];
  readonly options: readonly OptionWord[];
};

/** All words of the command line. */
export type Words = { readonly commands: readonly CommandWords[]; readonly options: readonly OptionWord[] };

/** Out of the registry, so that no shell offers what is not there. */
export const readWords = async (commands: readonly Entry[]): Promise<Words> => ({
  commands: [
    ...(await Promise.all(commands.map(async (entry) => wordsOf(entry, (await entry.load()).default)))),
    { ...bare, name: "help", summary: "what a command is for and takes", names: "commands" },
  ],
  options: [
    ...globalOptions.map(optionWord),
    { words: ["-h", "--help"], summary: "what a command is for and takes", takes: null },
    { words: ["-V", "--version"], summary: "the version of this program", takes: null },
  ],
});

const bare = { aliases: [], actions: [], options: [] } as const;

const wordsOf = (
  { name, aliases, summary }: Pick<CommandWords, "name" | "aliases" | "summary">,
  { names, actions = [], options }: Command,
): CommandWords => ({
  name,
  aliases,
  summary,
  names: names ?? null,
  actions: actions.map(([word, what, behind]) => ({ name: word, summary: what, names: behind ?? null })),
  options: options.map(optionWord),
});

const optionWord = (option: Option): OptionWord => ({
  words: [...option.flags.matchAll(/(?<=^|, )--?[a-z][a-z-]*/gi)].map(([word]) => word),
  summary: option.summary ?? "",
  takes: takenBy(option),
});

const takenBy = (option: Option): OptionWord["takes"] => {
  const what = /<([a-z]+)/.exec(option.flags)?.[1];
  if (what === undefined) return null;
  return byOption[longName(option)] ?? byPlaceholder[what] ?? "text";
};

const byOption: Readonly<Partial<Record<string, Names>>> = {
  "--upstream": "places",
  "--server": "places",
  "--scenario": "scenarios",
};

const byPlaceholder: Readonly<Partial<Record<string, Names>>> = {
  shell: "shells",
  level: "levels",
  group: "groupings",
  view: "views",
  setting: "settings",
  file: "files",
  path: "files",
};

/** The options that are offered for a command: its own and those of every command, each once; hidden ones stay so. */
export const allOptions = ({ options }: CommandWords, global: readonly OptionWord[]): readonly OptionWord[] => {
  const own = options.map(({ words }) => words.at(-1));
  return [...options, ...global.filter(({ words }) => !own.includes(words.at(-1)))].filter(
    ({ summary }) => summary !== "",
  );
};
