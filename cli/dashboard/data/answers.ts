import type { Contract } from "../../../src/control/contract.ts";
import type { AtHand } from "./at-hand.ts";

/** Everything that a screen can ask: the daemon, and what needs none. */
export type Askable = Contract & AtHand;

/** What a screen needs to know, and how old the answer may be. */
export type Question<Name extends keyof Askable = keyof Askable> = Name extends keyof Askable
  ? { readonly name: Name; readonly ask: Askable[Name]["ask"]; readonly freshMs: number }
  : never;

/** The latest answer to one question; `problem` says why there is no newer one. */
export type Answered = { readonly at: number; readonly value: unknown; readonly problem: string | null };

/** Answers by the key of their question. */
export type Answers = Readonly<Record<string, Answered>>;

/** The same for two questions that ask for the same. */
export const keyOf = ({ name, ask }: Pick<Question, "name" | "ask">): string => `${name} ${JSON.stringify(ask)}`;

/** The answer to a question; null = none yet. */
export const answerTo = <Name extends keyof Askable>(
  answers: Answers,
  name: Name,
  ask: Askable[Name]["ask"],
): Askable[Name]["answer"] | null => {
  const found = answers[keyOf({ name, ask } as Pick<Question, "name" | "ask">)]?.value;
  return found === undefined ? null : (found as Askable[Name]["answer"]); // only `answered` puts it there, by this key
};

/** So many answers are kept: what no screen has asked for lately goes. */
const mostAnswers = 64;

/** With one more answer. */
export const withAnswer = (answers: Answers, key: string, answered: Answered): Answers => {
  const kept = Object.entries(answers)
    .filter(([known]) => known !== key)
    .toSorted(([, one], [, other]) => other.at - one.at)
    .slice(0, mostAnswers - 1);
  return { ...Object.fromEntries(kept), [key]: answered };
};

/** Without the answers to these calls: they are asked for again. */
export const withoutAnswers = (answers: Answers, names: readonly (keyof Contract)[]): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([key]) => !names.some((name) => key.startsWith(`${name} `))));

/** The same answers, each so old that it is asked for again. */
export const agedAnswers = (answers: Answers): Answers =>
  Object.fromEntries(
    Object.entries(answers).map(([key, answer]) => [key, { ...answer, at: Number.NEGATIVE_INFINITY }]),
  );
