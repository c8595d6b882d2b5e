import { readFileSync } from "node:fs";

/** One thing to run: a command whose exit code says whether it went well. */
export type Step = {
  readonly name: string;
  readonly command: readonly string[];
  readonly isTest: boolean;
  /** Variables that it gets beside ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** What runs one of its test files alone, where a file that failed gets a second run. */
  readonly alone?: readonly string[];
};

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
  // These run daemons, threads and programs too, or take seconds to try what a hand could do.
  /^tests\/cli\/(demo\/player\/|status\/watch\.|typos\.|main\.|dashboard\/storm\.)/,
  /^tests\/(own-middleware\/runner|lib\/lag|meter\/tokens\/byte-pairs)\.test\.ts$/,
  /^tests\/state\/ledger\/postgres\/(answer|schema)\.test\.ts$/,
  /^tests\/scripts\/bench\/translate\/end-to-end\.test\.ts$/,
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

/**
 * The tests with real daemons and real programs, and the laws. On a busy machine a program may be late where a test
 * could not wait for it: a file that failed is run once more, alone.
 */
export const realTests = (): Step[] => [
  ...lawTests(),
  ...bunTest("journeys", testFiles("real"), twoAtATime).map((step) => ({
    ...step,
    alone: [bun, "test", "--timeout=60000"],
  })),
];

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
