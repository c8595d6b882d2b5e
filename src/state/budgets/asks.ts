import type { BudgetAsk } from "../../core/budget.ts";
import type { Board } from "../../core/shared.ts";
import { isObject, parsedJson } from "../../lib/json.ts";

/** What came of a question to a person; `late` = nobody has answered, `left` = nobody waits for it any more. */
export type Answered = "allowed" | "stopped" | "late" | "left";

/** What is asked. */
export type Question = Pick<BudgetAsk, "about" | "why" | "client" | "model" | "session">;

/** Questions that requests wait for, and what people say to them. */
export type Asks = {
  /** Waits for a person's word, `waitMs` at most, or until the signal says that it is over. All who ask about the same wait together. */
  readonly ask: (question: Question, waitMs: number, signal: AbortSignal) => Promise<Answered>;
  /** Those that are open, the oldest first. */
  readonly open: () => readonly BudgetAsk[];
  /** Answers every question about this. */
  readonly answer: (about: string, word: "allowed" | "stopped") => Promise<void>;
};

type Options = {
  readonly board: Board;
  readonly now: () => number;
  /** Four letters or so that no other question has. */
  readonly newId: () => string;
  readonly onAsk?: (ask: BudgetAsk) => void;
  readonly onAnswer?: (ask: BudgetAsk, answered: Answered) => void;
};

const asksTopic = "budget-asks";
const answersTopic = "budget-answers";

/** An answer is heard at once by all who wait; who asks again asks anew. */
const answerMs = 1000;

type Open = { readonly ask: BudgetAsk; waiting: number; readonly answered: PromiseWithResolvers<Answered> };

/** Nobody has asked anything yet. */
export const createAsks = ({ board, now, newId, onAsk, onAnswer }: Options): Asks => {
  const open = new Map<string, Open>();
  const close = (about: string, answered: Answered): void => {
    const one = open.get(about);
    if (one === undefined) return;
    open.delete(about);
    void board.write(asksTopic, one.ask.id, null, null);
    one.answered.resolve(answered);
    onAnswer?.(one.ask, answered);
  };
  board.listen(answersTopic, (about, word) => {
    if (word === "allowed" || word === "stopped") close(about, word);
  });
  const begin = (question: Question, waitMs: number): Open => {
    const ask: BudgetAsk = { id: newId(), ...question, since: now(), until: now() + waitMs };
    const one: Open = { ask, waiting: 0, answered: Promise.withResolvers() };
    open.set(question.about, one);
    void board.write(asksTopic, ask.id, JSON.stringify(ask), waitMs + answerMs);
    onAsk?.(ask);
    return one;
  };
  return {
    ask: async (question, waitMs, signal) => {
      const one = open.get(question.about) ?? begin(question, waitMs);
      one.waiting++;
      const answered = await firstOf(one.answered.promise, waitMs, signal);
      one.waiting--;
      if (answered === "late") close(question.about, "late");
      else if (answered === "left" && one.waiting === 0 && open.get(question.about) === one)
        close(question.about, "left");
      return answered;
    },
    open: () =>
      [...board.read(asksTopic).values()].flatMap((text) => askIn(text) ?? []).toSorted((a, b) => a.since - b.since),
    answer: (about, word) => board.write(answersTopic, about, word, answerMs),
  };
};

/** Whatever comes first; leaves neither a timer nor a listener behind. */
const firstOf = (answered: Promise<Answered>, waitMs: number, signal: AbortSignal): Promise<Answered> => {
  if (signal.aborted) return Promise.resolve("left");
  const { promise, resolve } = Promise.withResolvers<Answered>();
  const leave = (): void => resolve("left");
  const timer = setTimeout(() => resolve("late"), waitMs);
  signal.addEventListener("abort", leave, { once: true });
  void answered.then(resolve);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", leave);
  });
};

const askIn = (text: string): BudgetAsk | null => {
  const json = parsedJson(text);
  return isObject(json) && typeof json["id"] === "string" ? (json as BudgetAsk) : null; // as one of us wrote it
};
