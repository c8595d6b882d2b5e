import type { Answers, Question } from "../data/answers.ts";
import { keyOf } from "../data/answers.ts";
import { type Line, line } from "../frame/line.ts";

/** What stands where an answer will be: that it is asked for, or why there is none. */
export const askingLine = (answers: Answers, question: Pick<Question, "name" | "ask">): Line => {
  const problem = answers[keyOf(question)]?.problem ?? null;
  return problem === null ? line(" asking the proxy …", { tone: "muted" }) : line(` ${problem}`, { tone: "warning" });
};
