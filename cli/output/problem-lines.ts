import { explanationOf, type Problem, placeOf } from "../../src/core/problem.ts";
import type { Context } from "../command.ts";
import { withTilde } from "./home.ts";
import { tableLines } from "./table.ts";
import { visible } from "./visible.ts";

/** `x` for what keeps the configuration from being used, `!` for what does not; places and names aligned. */
export const problemLines = (
  { paint, env }: Pick<Context, "paint" | "env">,
  problems: readonly Problem[],
): readonly string[] => {
  const rows = problems.map((problem) => [
    placeOf({ ...problem, file: withTilde(problem.file, env["HOME"]) }),
    visible(problem.name),
    visible(explanationOf(problem)),
  ]);
  const columns = [{ title: "" }, { title: "" }, { title: "" }];
  const lines = tableLines({ columns, rows, width: Number.POSITIVE_INFINITY }).slice(1);
  return lines.map((line, at) =>
    problems[at]?.severity === "error" ? `${paint("error", "x")} ${line}` : `${paint("warning", "!")} ${line}`,
  );
};
