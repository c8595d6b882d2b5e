import type { Names } from "../../command.ts";
import { allOptions, type CommandWords, type OptionWord, type Words } from "../../completions/words.ts";
import { quoted, splitWords } from "./split.ts";

/** A word that may stand at the end of the line, and what it means. */
export type Offer = { readonly word: string; readonly summary: string };

/** Names that are known only to the daemon or the files: upstreams, sessions, settings. */
export type Known = Readonly<Partial<Record<Names, readonly string[]>>>;

/** The command that a word names, by its name or another word for it. */
export const commandIn = ({ commands }: Words, word: string): CommandWords | null =>
  commands.find(({ name, aliases }) => name === word || aliases.includes(word)) ?? null;

/** Every word that can be what is being typed, of the same registry that the shells complete from. */
export const offersFor = (text: string, words: Words, known: Known): readonly Offer[] => {
  const { words: before, last } = splitWords(text);
  const said = before[0] === "proxy-cli" ? before.slice(1) : before;
  return all(said, last, words, known).filter(
    ({ word }) => word !== last && word.toLowerCase().startsWith(last.toLowerCase()),
  );
};

const all = (said: readonly string[], last: string, words: Words, known: Known): readonly Offer[] => {
  const [first, ...more] = said;
  if (first === undefined) return commandOffers(words, last);
  const command = commandIn(words, first);
  if (command === null) return [];
  const options = allOptions(command, words.options);
  const taken = takenBy(options, more.at(-1));
  if (taken !== null) return taken === "text" ? [] : namesOf(taken, known);
  if (last.startsWith("-")) return options.map(({ words: ways, summary }) => ({ word: ways.at(-1) ?? "", summary }));
  const arguments_ = more.filter((word, at) => !word.startsWith("-") && takenBy(options, more[at - 1]) === null);
  return argumentOffers(command, arguments_, known);
};

/** Other words for a command only where they are being typed. */
const commandOffers = ({ commands }: Words, last: string): readonly Offer[] => [
  ...commands.flatMap(({ name, aliases, summary }) =>
    [name, ...(last === "" ? [] : aliases)].map((word) => ({ word, summary })),
  ),
  { word: "quit", summary: "leave; the proxy goes on" },
];

const argumentOffers = (
  { actions, names }: CommandWords,
  before: readonly string[],
  known: Known,
): readonly Offer[] => {
  if (before.length === 0)
    return [
      ...actions.map(({ name, summary }) => ({ word: name, summary })),
      ...(names === null ? [] : namesOf(names, known)),
    ];
  const action = actions.find(({ name }) => name === before[0]);
  return before.length === 1 && action !== undefined && action.names !== null ? namesOf(action.names, known) : [];
};

const takenBy = (options: readonly OptionWord[], word: string | undefined): OptionWord["takes"] =>
  options.find(({ words }) => word !== undefined && words.includes(word))?.takes ?? null;

const namesOf = (kind: Names, known: Known): readonly Offer[] =>
  (known[kind] ?? []).map((word) => ({ word, summary: "" }));

/** The line with as much of the offers as all of them have in common; the same where that is no more than is there. */
export const completed = (text: string, offers: readonly Offer[]): string => {
  const { lastFrom, last } = splitWords(text);
  const words = offers.map(({ word }) => word);
  const [first = ""] = words;
  if (words.length === 0) return text;
  if (words.length === 1) return withLast(text, first);
  const common = [...first].findIndex((letter, at) => words.some((word) => word[at] !== letter));
  const shared = common < 0 ? first : first.slice(0, common);
  return shared.length > last.length ? text.slice(0, lastFrom) + shared : text;
};

/** The line with its last word replaced, and a space for the next one. */
export const withLast = (text: string, word: string): string =>
  `${text.slice(0, splitWords(text).lastFrom)}${quoted(word)} `;
