import { type Failure, failuresOf, inShort, namesOf, reasonOf, shown, withoutPassed } from "./failures.ts";
import { secondRun } from "./second-run.ts";
import type { Step } from "./steps.ts";

/** How a step went. */
export type Result = {
  readonly step: Step;
  readonly isOk: boolean;
  readonly ms: number;
  readonly output: string;
  /** What failed, and failed again where there was a second run. */
  readonly failures: readonly Failure[];
  /** What passed only on the second run. */
  readonly unsteady: readonly Failure[];
};

/** What test runs counted. */
export type Count = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** Runs steps, so many at a time, and prints a line as each ends; of what failed the failures, then the whole output. */
export const runSteps = async (steps: readonly Step[], atOnce: number, say = console.log): Promise<Result[]> => {
  const results: Result[] = [];
  const queue = [...steps];
  const worker = async (): Promise<void> => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      const result = await again(await run(step));
      say(told(result));
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
};

const run = async (step: Step): Promise<Result> => {
  const start = performance.now();
  const child = Bun.spawn([...step.command], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    env: { ...process.env, ...step.env },
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  const output = `${out}${err}`.trimEnd();
  const failures = step.isTest && code !== 0 ? failuresOf(output) : [];
  return { step, isOk: code === 0, ms: performance.now() - start, output, failures, unsteady: [] };
};

/** Looks a second time at the files that failed, where the step has that. */
const again = async (first: Result): Promise<Result> => {
  const { step, failures } = first;
  const { alone } = step;
  if (failures.length === 0 || alone === undefined) return first;
  const start = performance.now();
  const looked = await secondRun(failures, (file) => run({ ...step, command: [...alone, `./${file}`] }));
  const isOk = looked.failures.length === 0 && countOf(first.output).failed === healedIn(looked.unsteady);
  return { ...first, ...looked, isOk, ms: first.ms + performance.now() - start };
};

/** What is said of a step when it has ended: a reader may see only the first lines, or only the last ones. */
export const told = (result: Result): string => {
  const { step, isOk, ms, output, failures } = result;
  const line = `${isOk ? "ok  " : "FAIL"}  ${step.name.padEnd(12)} ${(ms / 1000).toFixed(1)} s  ${summary(result)}`;
  const rest = isOk ? [] : [...some(failures, shown), `All that ${step.name} said:`, withoutPassed(output)];
  return [line, ...unsteadyLines(result), ...rest].join("\n");
};

const mostFailures = 12;

/** So many as a reader can take in at once. */
const some = (failures: readonly Failure[], line: (failure: Failure) => string): string[] => {
  const more = failures.length - mostFailures;
  return [...failures.slice(0, mostFailures).map(line), ...(more > 0 ? [`… and ${more} more failures`] : [])];
};

const unsteadyLines = ({ unsteady }: Result): string[] =>
  unsteady.map((failure) => {
    const names = namesOf(failure).map((name) => `UNSTEADY: ${name} passed only on the second run`);
    return [...names, ...reasonOf(failure)].join("\n");
  });

/** What the last lines repeat: what passed only on the second run, and what failed, with its reason. */
export const repeated = (results: readonly Result[]): string[] => [
  ...results.flatMap(unsteadyLines),
  ...results.flatMap(({ step, isOk, failures }) =>
    isOk ? [] : failures.length === 0 ? [`FAILED: ${step.name}`] : some(failures, inShort),
  ),
];

const summary = (result: Result): string => {
  if (!result.step.isTest) return "";
  const { passed, failed, skipped } = countIn(result);
  return `${passed} passed${failed > 0 ? `, ${failed} failed` : ""}${skipped > 0 ? `, ${skipped} skipped` : ""}`;
};

/** What a test run's own summary says; tests that are only planned count as skipped. */
export const countOf = (output: string): Count => {
  const last = (word: string): number =>
    Number([...output.matchAll(new RegExp(`^ *(\\d+) ${word}$`, "gm"))].at(-1)?.[1] ?? 0);
  return { passed: last("pass"), failed: last("fail"), skipped: last("skip") + last("todo") };
};

/** What a step counted. What passed on the second run has passed; a step that failed without a failed test counts as one. */
const countIn = ({ step, isOk, output, unsteady }: Result): Count => {
  const { passed, failed, skipped } = step.isTest ? countOf(output) : { passed: 0, failed: 0, skipped: 0 };
  const healed = healedIn(unsteady);
  return { passed: passed + healed, failed: isOk ? 0 : Math.max(1, failed - healed), skipped };
};

const healedIn = (unsteady: readonly Failure[]): number => unsteady.reduce((sum, { counted }) => sum + counted, 0);

/** The sum over all steps. */
export const total = (results: readonly Result[]): Count => {
  const counts = results.map(countIn);
  const sum = (key: keyof Count): number => counts.reduce((so, count) => so + count[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
};

/** The last line of a test run. */
export const lastLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
