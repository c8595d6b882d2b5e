/** Where something was written: a line of a file, a variable (`env NAME`) or the command line. */
export type Where = { readonly file: string; readonly line: number | null; readonly column: number | null };

/** One thing that is wrong, or odd, in what people have written down for us. Never holds a key. */
export type Problem = Where & {
  /** An error keeps the configuration from being used; a warning does not. */
  readonly severity: "error" | "warning";
  /** The dotted name of what it is about: `server.port`, `upstreams.cn.endpoint`. */
  readonly name: string;
  /** What is wrong, without what was found: `must be a whole number from 0 to 65535`. */
  readonly what: string;
  /** What was found, as people may see it. */
  readonly got: string | null;
  /** What should have been there. */
  readonly expected: string | null;
  /** What was probably meant. */
  readonly nearest: string | null;
  /** The line it stands in, where the place alone does not tell enough. */
  readonly excerpt: string | null;
};

/** `config.yaml:14:13  server.port  must be a whole number from 0 to 65535, got 70000`. */
export const problemLine = (problem: Problem): string =>
  [placeOf(problem), problem.name, explanationOf(problem)].filter((part) => part !== "").join("  ");

/** The same without its place and name. */
export const explanationOf = ({ what, got, nearest, excerpt }: Problem): string =>
  [
    what,
    got === null ? "" : `, got ${got}`,
    nearest === null ? "" : `, did you mean ${JSON.stringify(nearest)}?`,
    excerpt === null || excerpt.trim() === "" ? "" : `   in: ${excerpt}`,
  ].join("");

/** `config.yaml:14:13`, or as much of it as is known. */
export const placeOf = ({ file, line, column }: Where): string =>
  [file, line, column].filter((part) => part !== null).join(":");
