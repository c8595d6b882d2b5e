import { readFileSync } from "node:fs";

/** One thing to run: a command whose exit code says whether it went well. */
export type Step = {
  readonly name: string;
  readonly command: readonly string[];
  readonly isTest: boolean;
  /** Variables that it gets beside ours. */
  readonly env?: Readonly<Record<string, string>>;
};

/** How a step went. */
export type Result = { readonly step: Step; readonly isOk: boolean; readonly ms: number; readonly output: string };

/** What test runs counted. */
export type Count = { readonly passed: number; readonly failed: number; readonly skipped: number };

const bun = process.execPath;
const bin = (name: string): string => `node_modules/.bin/${name}`;
const script = (name: string): Step => ({ name, command: [bun, `scripts/${name}.ts`], isTest: false });

/** The three tiers of test files: each commit, each push, each night and before a release. */
export type Tier = "fast" | "real" | "slow";

/** Tests that start daemons, install or run real programs; everything else is fast. */
const realFolders: readonly string[] = ["journeys", "faults", "security", "contract"];
const realFiles: readonly RegExp[] = [
  /\/sdk-[a-z]+\.test\.ts$/,
  /^tests\/cli\/commands\//, // each runs the command line
  /^tests\/cli\/stats\/realtime\.test\.ts$/,
];

const folderOf = (path: string): string => path.split("/")[1] ?? "";

/** The tier of a test file, from its path alone. */
export const tierOf = (path: string): Tier => {
  if (path.endsWith(".slow.test.ts")) return "slow";
  return realFolders.includes(folderOf(path)) || realFiles.some((kind) => kind.test(path)) ? "real" : "fast";
};

const testFiles = (tier: Tier): string[] =>
  [...new Bun.Glob("tests/**/*.test.ts").scanSync(".")].filter((path) => tierOf(path) === tier).sort();

const bunTest = (name: string, files: readonly string[], options: readonly string[]): Step[] =>
  files.length === 0
    ? []
    : [{ name, command: [bun, "test", ...options, ...files.map((file) => `./${file}`)], isTest: true }];

/** What needs no test run: types, style and the rules of the house. */
export const rules: readonly Step[] = [
  { name: "types", command: [bin("tsc")], isTest: false },
  { name: "style", command: [bin("biome"), "check", "--error-on-warnings", "--colors=off"], isTest: false },
  script("boundaries"),
  script("forbidden"),
  script("sizes"),
];

/** The tests that every change should pass before it is committed. */
export const fastTests = (): Step[] => {
  const files = testFiles("fast");
  const isStructure = (path: string): boolean => path.startsWith("tests/structure/");
  return [
    ...bunTest("structure", files.filter(isStructure), []),
    ...bunTest(
      "unit",
      files.filter((path) => !isStructure(path)),
      ["--parallel=2"],
    ),
  ];
};

/** Two files at a time, each in a process of its own. */
const twoAtATime: readonly string[] = ["--parallel=2", "--timeout=60000"];

/** The tests with real daemons and real programs, and the laws. */
export const realTests = (): Step[] => [...lawTests(), ...bunTest("journeys", testFiles("real"), twoAtATime)];

/** The gate tries its laws on some inputs; here the same files try them on ten times as many. */
export const lawTests = (): Step[] => {
  const files = testFiles("fast").filter((path) => readFileSync(path, "utf8").includes("support/runs.ts"));
  return bunTest("laws", files, twoAtATime).map((step) => ({ ...step, env: { PROXY_TEST_RUNS: "10" } }));
};

/** What goes wrong and who means harm. */
export const faultTests = (): Step[] =>
  ["faults", "security"].flatMap((folder) =>
    bunTest(
      folder,
      testFiles("real").filter((path) => folderOf(path) === folder),
      twoAtATime,
    ),
  );

/** The tests that take their time, one after the other: they count, fill and wait, and must have the machine alone. */
export const slowTests = (): Step[] =>
  testFiles("slow").flatMap((path) =>
    bunTest(path.replace(/^tests\/(.*)\.slow\.test\.ts$/, "$1"), [path], ["--timeout=300000"]),
  );

/** Runs steps, so many at a time, and prints a line as each ends; the whole output only of what failed. */
export const runSteps = async (steps: readonly Step[], atOnce: number): Promise<Result[]> => {
  const results: Result[] = [];
  const queue = [...steps];
  const worker = async (): Promise<void> => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      const result = await run(step);
      console.log(
        `${result.isOk ? "ok  " : "FAIL"}  ${step.name.padEnd(12)} ${(result.ms / 1000).toFixed(1)} s  ${summary(result)}`,
      );
      if (!result.isOk) console.log(result.output);
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
  return { step, isOk: code === 0, ms: performance.now() - start, output: `${out}${err}`.trimEnd() };
};

const summary = ({ step, output }: Result): string => {
  if (!step.isTest) return "";
  const { passed, failed, skipped } = countOf(output);
  return `${passed} passed${failed > 0 ? `, ${failed} failed` : ""}${skipped > 0 ? `, ${skipped} skipped` : ""}`;
};

/** What a test run's own summary says; tests that are only planned count as skipped. */
export const countOf = (output: string): Count => {
  const last = (word: string): number =>
    Number([...output.matchAll(new RegExp(`^ *(\\d+) ${word}$`, "gm"))].at(-1)?.[1] ?? 0);
  return { passed: last("pass"), failed: last("fail"), skipped: last("skip") + last("todo") };
};

/** The sum over all steps. A step that failed without naming a failed test counts as one failure. */
export const total = (results: readonly Result[]): Count => {
  const counts = results.map(({ step, isOk, output }) => {
    const count = step.isTest ? countOf(output) : { passed: 0, failed: 0, skipped: 0 };
    return isOk ? count : { ...count, failed: Math.max(1, count.failed) };
  });
  const sum = (key: keyof Count): number => counts.reduce((so, count) => so + count[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
};

/** The last line of a test run. */
export const lastLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
