import { nearest, nearestFew } from "../../../src/lib/nearest.ts";
import { allOptions, type CommandWords, type Words } from "../../completions/words.ts";
import { commandIn } from "./complete.ts";
import { splitWords } from "./split.ts";

/** What a line asks for. */
export type Meant =
  | { readonly kind: "nothing" }
  | { readonly kind: "quit" }
  /** Runs on its own; what it says is shown. */
  | { readonly kind: "run"; readonly words: readonly string[] }
  /** Needs the terminal for itself. */
  | { readonly kind: "lend"; readonly words: readonly string[] }
  /** Not possible here; says why, or what to do instead. */
  | { readonly kind: "wrong"; readonly why: string };

/** What a whole line means; without the words of the command line nothing is checked. */
export const meantBy = (text: string, words: Words | null): Meant => {
  const { words: before, last } = splitWords(text);
  const typed = [...before, last].filter((word) => word !== "");
  const said = typed[0] === "proxy-cli" ? typed.slice(1) : typed;
  const [first] = said;
  if (first === undefined) return { kind: "nothing" };
  if (["q", "quit", "exit"].includes(first)) return { kind: "quit" };
  const command = words === null ? null : commandIn(words, first);
  const why =
    words === null ? null : command === null ? unknownCommand(first, words) : unknownOption(command, said, words);
  const instead = why ?? insteadOf(command?.name ?? first, said.slice(1));
  if (instead !== null) return { kind: "wrong", why: instead };
  return { kind: needsTerminal(command?.name ?? first, said.slice(1)) ? "lend" : "run", words: said };
};

const unknownCommand = (word: string, { commands, options }: Words): string => {
  if (word.startsWith("-"))
    return options.some(({ words }) => words.includes(word)) ? "a command comes first" : `unknown option "${word}"`;
  const close = nearestFew(
    word,
    commands.flatMap(({ name, aliases }) => [name, ...aliases]),
  );
  return `unknown command "${word}"${close.length === 0 ? "" : `, did you mean: ${close.join(", ")}`}`;
};

/** Words behind `--`, and behind the first word of a program, are somebody else's. */
const unknownOption = (command: CommandWords, said: readonly string[], { options }: Words): string | null => {
  if (command.name === "run") return null;
  const known = [...command.options, ...options].flatMap(({ words }) => words);
  const end = said.indexOf("--");
  const wrong = (end < 0 ? said : said.slice(0, end)).find(
    (word) => /^--[a-z]/.test(word) && !known.includes(word.split("=")[0] ?? ""),
  );
  if (wrong === undefined) return null;
  const offered = allOptions(command, options).flatMap(({ words }) => words.filter((word) => word.startsWith("--")));
  const close = nearest(wrong, offered);
  return `${command.name} has no ${wrong}${close === null ? "" : `, did you mean ${close}?`}`;
};

/** What would never end, and where the same is seen here. */
const insteadOf = (command: string, words: readonly string[]): string | null => {
  const has = (...some: readonly string[]): boolean => some.some((word) => words.includes(word));
  if (command === "tui") return "this is it; ? shows every key";
  if (command === "logs" && has("-f", "--follow")) return "the log is followed here: press 5";
  if (command === "stats" && has("--realtime")) return "what happens is seen here: press 1";
  if (command === "status" && has("--watch")) return "the status is seen here: press 1";
  if (command === "start" && has("--foreground", "--watch"))
    return "that would never give the terminal back; start it in a shell";
  return null;
};

const needsTerminal = (command: string, words: readonly string[]): boolean =>
  ["interactive", "run", "demo", "simulator"].includes(command) ||
  words.some((word) => word === "edit" || word === "--edit" || word === "login") ||
  (command === "keys" && words[0] === "set" && !words.some((word) => word === "--from-env" || word === "--stdin"));
