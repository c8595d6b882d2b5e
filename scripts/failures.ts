/**
 * What failed together in the output of a test run: all that Bun printed between two tests that passed. It is not taken
 * apart further, because Bun prints an error now before, now after the line of its test.
 */
export type Failure = {
  readonly file: string;
  readonly tests: readonly string[];
  readonly text: readonly string[];
  /** How many of Bun's own count of failures these are; an error outside of any test is none. */
  readonly counted: number;
};

const header = /^(\S+\.test\.ts):$/;
const passed = /^\((?:pass|skip|todo)\) /;
const failed = /^\(fail\) (.*?)(?: \[[\d.]+m?s\])?$/;
const crashed = /^✗ \S+ (\(.*\))$/;
const outside = /^# Unhandled error between tests$/;
const summary = /^ *\d+ (?:pass|fail)$/;
const repetition = /^\d+ tests? failed:$/m;

/** The failures in what Bun printed, in the order in which they happened. */
export const failuresOf = (output: string): Failure[] => {
  const found: Failure[] = [];
  let file = "";
  let lines: string[] = [];
  const close = (next = file): void => {
    const failure = failureIn(file, lines);
    if (failure !== undefined) found.push(failure);
    [file, lines] = [next, []];
  };
  const [once = ""] = output.split(repetition); // a long run lists its failures again, without their files
  for (const line of once.split("\n")) {
    const next = header.exec(line)?.[1];
    if (next !== undefined || passed.test(line) || summary.test(line)) close(next);
    else lines.push(line);
  }
  close();
  return found;
};

const failureIn = (file: string, lines: readonly string[]): Failure | undefined => {
  const named = lines.flatMap((line) => (failed.exec(line) ?? crashed.exec(line))?.[1] ?? []);
  const tests = [...named, ...(lines.some((line) => outside.test(line)) ? ["(outside of its tests)"] : [])];
  return tests.length === 0 ? undefined : { file, tests, text: lines.filter(isTelling), counted: named.length };
};

/** Whether a line says what went wrong: not the excerpt of the source, nor its frame, nor the test's name. */
const isTelling = (line: string): boolean =>
  !/^ *\d+ \| |^\s*\^?$|^-{20,}$/.test(line) && ![failed, crashed, outside].some((kind) => kind.test(line));

/** One line a test, as people look for it. */
export const namesOf = ({ file, tests }: Failure): string[] => tests.map((test) => `${file} > ${test}`);

const mostLines = 30;

/** A failure in few lines: its tests, then what they said. */
export const shown = (failure: Failure): string => {
  const text = failure.text.slice(0, mostLines).map((line) => `      ${line.replaceAll(`${process.cwd()}/`, "")}`);
  const more = failure.text.length - text.length;
  const rest = more > 0 ? [`      … ${more} more lines below`] : [];
  return [...namesOf(failure).map((name) => `FAILED  ${name}`), ...text, ...rest].join("\n");
};

const telling = /^\s*((?:\w*error|expected|received): .*|\^ .*)$/i;

/** Why it failed and where, in one line, where that can be seen. */
export const reasonOf = ({ text }: Failure): string[] => {
  const said = text.flatMap((line) => telling.exec(line)?.[1]?.replace(/^\^ /, "") ?? []);
  const place = text.join("\n").match(/tests\/\S+\.ts:\d+/)?.[0] ?? [];
  return said.length === 0 ? [] : [`        ${[...said, place].flat().join(" · ").slice(0, 300)}`];
};

/** A failure as it is repeated at the end. */
export const inShort = (failure: Failure): string =>
  [...namesOf(failure).map((name) => `FAILED: ${name}`), ...reasonOf(failure)].join("\n");

/** An output without the tests that passed, and without the names of the files where nothing else is left. */
export const withoutPassed = (output: string): string =>
  output
    .split("\n")
    .filter((line) => !line.startsWith("(pass) "))
    .join("\n")
    .replaceAll(/^\S+\.test\.ts:\n+(?=\S+\.test\.ts:$| *\d+ pass$|\d+ tests? failed:$)/gm, "");
