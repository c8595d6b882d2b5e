import type { Tail } from "../../logs/tail.ts";
import { type LogLine, logLevels, logLineText, readLogLine } from "../../output/log-line.ts";
import type { LogsChoice, State } from "../state.ts";
import { answerTo, type Question } from "./answers.ts";

/** A line as it is listed. */
export type ListedLine = {
  readonly id: string;
  /** `14:01:58 WARN   r_8f3k0a  429 …`, as `proxy-cli logs` shows it. */
  readonly text: string;
  readonly read: LogLine;
};

const question = (file: LogsChoice["file"]): Extract<Question, { name: "tail" }> => ({
  name: "tail",
  ask: { file },
  freshMs: 250,
});

/** The end of the file that is looked at, again and again. */
export const logQuestions = ({ logs }: State): readonly Question[] => [question(logs.file)];

/** Lines of a tail, read once; the same tail is shown in many pictures. */
const known = new WeakMap<Tail, readonly ListedLine[]>();

const linesOf = (tail: Tail): readonly ListedLine[] => {
  const before = known.get(tail);
  if (before !== undefined) return before;
  const lines = tail.lines.map((line, at): ListedLine => {
    const read = readLogLine(line);
    return { id: String(tail.first + at), read, text: logLineText(read, (_, text) => text) };
  });
  known.set(tail, lines);
  return lines;
};

/** The lines of the chosen level and above, the newest first; null = not read yet. */
export const listedLines = (state: State): readonly ListedLine[] | null => {
  const { file, level } = state.logs;
  const tail = answerTo(state.data.answers, "tail", { file });
  if (tail === null) return null;
  const least = logLevels.indexOf(level);
  return linesOf(tail)
    .filter(({ read }) => logLevels.indexOf(read.level) >= least)
    .toReversed();
};

/** One of them by its number. */
export const lineNamed = ({ logs: { file }, data: { answers } }: State, id: string): ListedLine | null => {
  const tail = answerTo(answers, "tail", { file });
  return tail === null ? null : (linesOf(tail)[Number(id) - tail.first] ?? null);
};
