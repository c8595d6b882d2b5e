import { expect, test } from "bun:test";
import type { Command } from "../../../cli/command.ts";
import { commandNamed, commands } from "../../../cli/commands/index.ts";
import { nextQuestion, type Question } from "../../../cli/interactive/questions.ts";
import { parseInput } from "../../../cli/parse.ts";

/** The words that somebody adds who takes this offer, or types something. */
const answersTo = (question: Question): readonly (readonly string[])[] => {
  if (question.kind === "offers") return question.offers.map(({ words }) => words);
  if (question.kind === "names") return [...(question.isOptional ? [[]] : []), [...(question.before ?? []), "x"]];
  return question.isOptional ? [[], ["x"]] : [[...(question.before ?? []), "x"]];
};

const commandOf = async (name: string): Promise<Command> => {
  const entry = commandNamed(name);
  if (entry === undefined) throw new Error(`There is no command ${name}.`);
  return (await entry.load()).default;
};

/** Every command line that the menu can come to. */
const lines = (
  name: string,
  command: Command,
  answers: readonly (readonly string[])[] = [],
): readonly (readonly string[])[] => {
  if (answers.length > 6) throw new Error(`${name} asks without end`);
  const question = nextQuestion(name, command, answers);
  if (question === null) return [answers.flat()];
  return answersTo(question).flatMap((answer) => lines(name, command, [...answers, answer]));
};

test.each(commands.map(({ name, load }) => [name, load] as const))(
  "whatever is answered, the command line of %s is understood",
  async (name, load) => {
    const { default: command } = await load();

    for (const words of lines(name, command)) {
      if (words[0] === "edit" || command.passThrough === true) continue;
      expect(() => parseInput(name, command, words), `${name} ${words.join(" ")}`).not.toThrow();
    }
  },
);

test("what a command needs is asked, and what is known is offered", async () => {
  const asked = async (name: string, ...answers: readonly string[][]) =>
    nextQuestion(name, await commandOf(name), answers);

  expect(await asked("switch-upstream")).toMatchObject({ kind: "names", names: "places", isOptional: false });
  expect(await asked("sessions", ["show"])).toMatchObject({ kind: "names", names: "sessions" });
  expect(await asked("config", ["set"], ["log.level"])).toMatchObject({ kind: "text", isOptional: false });
  expect(await asked("config", ["set"], ["log.level"], ["debug"])).toBeNull();
  expect(await asked("stats")).toMatchObject({ kind: "offers" });
  expect(await asked("stats", ["--realtime"])).toBeNull();
  expect(await asked("run")).toMatchObject({ kind: "text", before: ["--"] });
});
