import { type Problem, problemLine } from "../../src/core/problem.ts";

/** What a reader gives, and the lines of what it complains of: errors with an x, warnings with an exclamation mark. */
export const complaintsOf = <T>(read: (complain: (problem: Problem) => void) => T): [T, readonly string[]] => {
  const problems: Problem[] = [];
  const result = read((problem) => void problems.push(problem));
  return [result, problems.map((one) => `${one.severity === "error" ? "x" : "!"} ${problemLine(one)}`)];
};
