import { join } from "node:path";
import type { Command, Context, Entry } from "../command.ts";
import { valuesOf } from "../completions/values.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { visible } from "../output/visible.ts";
import { grouped } from "./groups.ts";
import { nextQuestion, type Question } from "./questions.ts";
import { openScreen, type Screen } from "./screen.ts";
import { type Choice, type Chosen, selecting } from "./select.ts";
import { typing } from "./text.ts";

/** What Ctrl-C ends with. */
const interrupted = 130;

/** A menu of every command, again and again until somebody goes back from it; `always` are words for every command. */
export const showMenu = async (context: Context, always: readonly string[]): Promise<number> => {
  let marked: Entry | null = null;
  context.onSignals(["SIGINT", "SIGQUIT"], () => undefined); // they end the program that runs meanwhile, not the menu
  for (;;) {
    const chosen = await choose(context, marked);
    if (chosen === "end") return interrupted;
    if (chosen === "back") return 0;
    marked = chosen.entry;
    context.print(`$ proxy-cli ${chosen.words.map(quoted).join(" ")}`);
    const code = await run(context, [...chosen.words.slice(0, 1), ...always, ...chosen.words.slice(1)]);
    const next = await pause(context, code);
    if (next === "end") return interrupted;
    if (next === "back") return 0;
  }
};

/** What a command has said stays in sight until somebody has read it. */
const pause = async (context: Context, code: number): Promise<"menu" | "back" | "end"> => {
  const screen = openScreen(context);
  const told = code === 0 ? "" : `it ended with ${code}   `;
  try {
    return await screen.ask({
      lines: () => [context.paint("muted", `${told}enter menu   q end`)],
      hear: (key) =>
        key === "q" || key === "ctrl-d" ? "back" : ["enter", "escape", " "].includes(key) ? "menu" : null,
    });
  } finally {
    screen.close();
  }
};

type Whole = { readonly entry: Entry; readonly words: readonly string[] };

/** One command with all its words. */
const choose = async (context: Context, before: Entry | null): Promise<Whole | "back" | "end"> => {
  const title = await titleOf(context);
  const screen = openScreen(context);
  try {
    for (let marked = before; ; ) {
      const answer = await screen.ask(
        selecting({ title, choices: choices(context.commands), marked, paint: context.paint }),
      );
      if (answer === "back" || answer === "end") return answer;
      marked = answer.chosen;
      const words = await wordsFor(context, screen, marked, (await marked.load()).default);
      if (words === "end") return words;
      if (words !== "back") return { entry: marked, words };
    }
  } finally {
    screen.close();
  }
};

const titleOf = async ({ client }: Context): Promise<string> => {
  const status = await statusOrNull(client).catch(() => null);
  return `proxy-cli   ${status === null ? "not running" : `> ${visible(status.upstream)}   ${status.url}`}`;
};

const choices = (commands: Context["commands"]): readonly Choice<Entry>[] =>
  grouped(commands.filter(({ name }) => name !== "interactive")).map(([group, entry]) => ({
    ...{ label: entry.name, hint: entry.summary, value: entry, group },
    also: entry.aliases.join(" "),
  }));

/** Asks for what the command needs; one step back at a time. */
const wordsFor = async (
  context: Context,
  screen: Screen,
  { name }: Entry,
  command: Command,
): Promise<readonly string[] | "back" | "end"> => {
  const answers: (readonly string[])[] = [];
  for (;;) {
    const question = nextQuestion(name, command, answers);
    if (question === null) return [name, ...answers.flat()];
    const answer = await ask(context, screen, question);
    if (answer === "end") return answer;
    if (answer !== "back") answers.push(answer.chosen);
    else if (answers.pop() === undefined) return answer;
  }
};

const ask = async (
  context: Context,
  screen: Screen,
  question: Question,
): Promise<Chosen<readonly string[]> | "end"> => {
  const { paint, env, commands } = context;
  if (question.kind === "offers")
    return screen.ask(selecting({ title: question.title, choices: question.offers.map(asChoice), paint }));
  const values = question.kind === "names" ? await valuesOf(question.names, env, commands) : [];
  if (question.kind === "names" && values.length > 0) {
    const none = question.isOptional ? [asChoice({ label: "none in particular", hint: "", words: [] })] : [];
    const known = values.map((value) =>
      asChoice({ label: value, hint: "", words: [...(question.before ?? []), value] }),
    );
    return screen.ask(selecting({ title: question.title, choices: [...none, ...known], paint }));
  }
  const { title, hint = "", isOptional, before = [], isLine = false } = question;
  const answer = await screen.ask(typing({ title, hint, isOptional, paint }));
  if (typeof answer === "string") return answer;
  if (answer.chosen === "") return { chosen: [] };
  return { chosen: [...before, ...(isLine ? answer.chosen.split(/\s+/) : [answer.chosen])] };
};

const asChoice = ({
  label,
  hint,
  words,
}: {
  label: string;
  hint: string;
  words: readonly string[];
}): Choice<readonly string[]> => ({
  ...{ label, hint, value: words },
});

/** As a shell takes it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** In a process of its own, which has the terminal for that time. */
const run = async ({ root, env }: Context, words: readonly string[]): Promise<number> => {
  const child = Bun.spawn([join(root, "cli", "proxy-cli"), ...words], {
    env,
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  });
  return child.exited;
};
