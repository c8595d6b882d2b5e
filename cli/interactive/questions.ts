import { wordsOfAction } from "../action-words.ts";
import type { Command, Names } from "../command.ts";

/** An answer that is offered: what it is called, and the words that it adds to the command. */
export type Offer = { readonly label: string; readonly hint: string; readonly words: readonly string[] };

/** A value that is chosen or typed. */
type Value = {
  readonly title: string;
  readonly hint?: string;
  /** Whether nothing is an answer too. */
  readonly isOptional: boolean;
  /** What stands before the value: an option's name. */
  readonly before?: readonly string[];
  /** Whether it is several words. */
  readonly isLine?: boolean;
};

/** What a person is asked before a command can run; values with names are looked up, and typed where there are none. */
export type Question =
  | { readonly kind: "offers"; readonly title: string; readonly offers: readonly Offer[] }
  | ({ readonly kind: "names"; readonly names: Names } & Value)
  | ({ readonly kind: "text" } & Value);

const offer = (label: string, hint: string, ...words: readonly string[]): Offer => ({ label, hint, words });

const period: Question = {
  kind: "offers",
  title: "Of which time?",
  offers: [
    offer("the last 24 hours", ""),
    offer("today", "since midnight here", "--today"),
    offer("the last hour", "", "--hours", "1"),
    offer("the last 7 days", "", "--days", "7"),
    offer("the last 30 days", "", "--days", "30"),
  ],
};

const grouping: Question = {
  kind: "offers",
  title: "A line for each what?",
  offers: ["upstream", "model", "session", "client", "day", "hour", "status", "dialect"].map((by) =>
    offer(by, "", "--by", by),
  ),
};

const textOption = (option: string, title: string, hint: string): Question => ({
  ...{ kind: "text", title, hint, isOptional: false },
  before: [option],
});

/** What is asked beside the words that the registry tells of, by command and action. */
const more: Readonly<Record<string, readonly Question[]>> = {
  status: [
    {
      kind: "offers",
      title: "Once, or for as long as you look?",
      offers: [offer("once", ""), offer("live", "until q", "--watch")],
    },
  ],
  stats: [
    {
      ...{ kind: "offers", title: "Of which time?" },
      offers: [
        offer("live", "what happens, until q", "--realtime"),
        ...(period.kind === "offers" ? period.offers : []),
      ],
    },
    grouping,
  ],
  "sessions list": [period],
  logs: [],
  "logs show": [
    {
      ...{ kind: "offers", title: "Which lines?" },
      offers: [
        offer("the latest", ""),
        offer("as they come", "until Ctrl-C", "-f"),
        offer("trouble alone", "the latest warnings and errors", "--level", "warn"),
      ],
    },
  ],
  "prices set": [
    textOption("--input", "What do a million tokens of the prompt cost?", "in dollars: 1.5"),
    textOption("--output", "And a million of the answer?", "in dollars: 6"),
  ],
  "trace on": [
    {
      ...{ kind: "offers", title: "What is written into the files?" },
      offers: [
        offer("no prompts, no answers", "what each request took"),
        offer("all of it", "asks once more", "--bodies"),
      ],
    },
  ],
  start: [{ kind: "names", title: "With which upstream?", names: "places", isOptional: true, before: ["--upstream"] }],
  stop: [
    {
      ...{ kind: "offers", title: "What about answers that are running?" },
      offers: [offer("let them end", ""), offer("at once", "they are cut with a word", "--now")],
    },
  ],
  run: [
    {
      ...{ kind: "text", title: "Which program?", hint: "claude, codex, or any command line", isOptional: false },
      ...{ before: ["--"], isLine: true },
    },
  ],
  "upstreams add": [
    textOption("--endpoint", "At which address?", "https://llm.example or http://127.0.0.1:11434/v1"),
    {
      ...{ kind: "offers", title: "What does it speak?" },
      offers: ["anthropic", "openai", "google", "mistral", "zai"].map((type) => offer(type, "", "--type", type)),
    },
  ],
};

/** Commands that take a name as if they could do without it, and then ask for one. */
const needed: readonly string[] = ["switch-upstream"];

/** Answers so far, each as the words that it added; the next question, or null when the command is whole. */
export const nextQuestion = (
  name: string,
  command: Command,
  answers: readonly (readonly string[])[],
): Question | null => {
  const { actions = [] } = command;
  if (actions.length > 0 && answers.length === 0)
    return {
      ...{ kind: "offers", title: `${name}: what about it?` },
      offers: actions.map(([action, summary]) => offer(action, summary, action)),
    };
  const action = actions.length === 0 ? null : (answers[0]?.[0] ?? null);
  const asked = [...ownQuestions(name, command, action), ...(more[action === null ? name : `${name} ${action}`] ?? [])];
  const at = answers.length - (action === null ? 0 : 1);
  const isLive = answers.flat().includes("--realtime"); // of this moment: it has no groups
  return isLive ? null : (asked[at] ?? null);
};

/** What the registry says that stands behind a command or an action. */
const ownQuestions = (name: string, command: Command, action: string | null): readonly Question[] => {
  if (action === null)
    return command.passThrough === true
      ? []
      : words(command.args).map((word) =>
          wordQuestion(needed.includes(name) ? word.replace("[", "<") : word, command.names),
        );
  const [, summary = "", names] = command.actions?.find(([one]) => one === action) ?? [];
  return wordsOfAction(summary).map((word, index) => wordQuestion(word, index === 0 ? names : undefined));
};

const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");

const wordQuestion = (word: string, names: Names | undefined): Question => {
  const isOptional = word.startsWith("[");
  const title = `Which ${word.replaceAll(/[[\]<>.]/g, "").toLowerCase()}?`;
  if (names !== undefined && names !== "files" && names !== "programs")
    return { kind: "names", title, names, isOptional };
  return { kind: "text", title, hint: isOptional ? "or nothing" : "", isOptional };
};
