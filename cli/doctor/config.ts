import { defineCheck, type Finding, hint, ok, problem } from "./check.ts";

type Facts = {
  /** What is wrong, one line each; none where a start would take the files as they are. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
};

/** Whether config.yaml, servers.yaml and the environment could be started with. */
export const judgeConfig = ({ errors, warnings }: Facts): readonly Finding[] => [
  ...(errors.length === 0 ? [ok("config.yaml and servers.yaml are valid")] : []),
  ...errors.map((line) => problem(line, "correct it, then: proxy-cli reload")),
  ...warnings.map((line) => hint(line)),
];

export default defineCheck({
  name: "config",
  isAboutUpstreams: true,
  look: async ({ context: { paths, env } }): Promise<Facts> => {
    const [{ problemsIn }, { problemLine }] = await Promise.all([
      import("../../src/offline/config.ts"),
      import("../../src/core/problem.ts"),
    ]);
    const problems = problemsIn(paths, env);
    const linesOf = (severity: "error" | "warning"): readonly string[] =>
      problems.filter((one) => one.severity === severity).map(problemLine);
    return { errors: linesOf("error"), warnings: linesOf("warning") };
  },
  judge: judgeConfig,
});
