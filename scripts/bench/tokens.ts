import { existsSync } from "node:fs";
import { join } from "node:path";
import { families, familyOf } from "../../src/meter/tokens/families.ts";
import {
  type Accuracy,
  accuracyOf,
  crossedErrors,
  inItsEncoding,
  sessionErrors,
  shippedErrors,
} from "./tokens/accuracy.ts";
import { countHostile, longestIdleBlockMs } from "./tokens/blocking.ts";
import { expectedOf } from "./tokens/expected.ts";
import { fit } from "./tokens/fit.ts";
import { dataFolder, recordedRequests, recordedSteps, type Truth } from "./tokens/truth.ts";

/** What estimates have to reach, and what counting may cost others. */
const goals = { stepMedian: 0.05, sessionMedian: 0.002, blockMs: 5 };

const percent = (share: number): string => (Number.isNaN(share) ? "-" : `${(share * 100).toFixed(2)} %`);

const line = (what: string, ...cells: readonly string[]): string =>
  [what.padEnd(34), ...cells.map((cell) => cell.padStart(11))].join("");

const accuracyLine = (what: string, shipped: Accuracy, crossed: Accuracy | null): string =>
  line(
    `  ${what}`,
    String(shipped.rows),
    percent(shipped.median),
    percent(shipped.p90),
    ...(crossed === null ? [] : [percent(crossed.median), percent(crossed.p90)]),
  );

const verdict = (what: string, value: number, goal: number, show: (value: number) => string): string =>
  `  ${value <= goal ? "ok  " : "MISS"}  ${what}: ${show(value)}, goal at most ${show(goal)}`;

const grouped = <T>(rows: readonly T[], nameOf: (row: T) => string): readonly (readonly [string, readonly T[]])[] => [
  ...Map.groupBy(rows, nameOf),
];

const head = (what: string): string => line(what, "rows", "median", "p90", "crossed", "crossed p90");

/** Errors of whole requests that come without a session, by provider and by family. */
const printRequests = (requests: readonly Truth[], all: readonly Truth[]): void => {
  console.log(head("Input of whole requests, cold"));
  for (const [name, rows] of grouped(requests, ({ provider }) => provider).toSorted())
    console.log(accuracyLine(name, accuracyOf(shippedErrors(rows)), null));
  for (const { name } of families) {
    const family = all.filter(({ model }) => familyOf(model).name === name);
    const rows = family.filter(({ isAddition }) => !isAddition);
    if (rows.length === 0) continue;
    const crossed = accuracyOf(crossedErrors(family, ({ isAddition }) => !isAddition));
    console.log(accuracyLine(`family ${name}`, accuracyOf(shippedErrors(rows)), crossed));
  }
};

/** Errors of what agents append, with and without the turns before. */
const printSteps = (steps: readonly Truth[], requests: readonly Truth[]): readonly string[] => {
  console.log(`\n${head("Agent steps")}`);
  const crossedSteps: number[] = [];
  for (const [name, rows] of grouped(steps, ({ model }) => familyOf(model).name)) {
    const family = [...requests.filter(({ model }) => familyOf(model).name === name), ...rows];
    const crossed = crossedErrors(family, ({ isAddition }) => isAddition);
    crossedSteps.push(...crossed);
    console.log(accuracyLine(`appended, cold, ${name}`, accuracyOf(shippedErrors(rows)), accuracyOf(crossed)));
  }
  const inRequests = requests.filter((row) => row.steps > 0);
  console.log(accuracyLine("requests with calls, cold", accuracyOf(shippedErrors(inRequests)), null));
  const sessions = grouped(steps, ({ recording }) => recording);
  const known = sessions.flatMap(([, rows]) => sessionErrors(rows));
  for (const [name, rows] of sessions)
    console.log(accuracyLine(name.slice(0, 31), accuracyOf(sessionErrors(rows)), null));
  console.log(accuracyLine("whole input, turn before known", accuracyOf(known), null));
  return [
    verdict("agent steps cold, median (crossed)", accuracyOf(crossedSteps).median, goals.stepMedian, percent),
    verdict("with session history, median", accuracyOf(known).median, goals.sessionMedian, percent),
  ];
};

const printCounting = async (): Promise<readonly string[]> => {
  const idleMs = await longestIdleBlockMs();
  const counted = await countHostile();
  console.log(`\n${line("Counting in the thread", "MB", "tokens", "MB/s", "block ms")}`);
  console.log(line("  nothing", "", "", "", idleMs.toFixed(1)));
  for (const { text, megabytes, tokens, perSecondMb, longestBlockMs } of counted)
    console.log(
      line(`  ${text}`, megabytes.toFixed(1), String(tokens), perSecondMb.toFixed(1), longestBlockMs.toFixed(1)),
    );
  if (idleMs > goals.blockMs)
    console.log("  The machine is busy: this program waits longer than that with nothing to count.");
  const longest = Math.max(...counted.map(({ longestBlockMs }) => longestBlockMs));
  return [verdict("longest block of the event loop", longest, goals.blockMs, (ms) => `${ms.toFixed(1)} ms`)];
};

/** The weights of each family by all that is recorded, to be put into src/meter/tokens/families.ts. */
const printFit = (all: readonly Truth[]): void => {
  for (const { name } of families) {
    const weights = fit(
      all.filter(({ model }) => familyOf(model).name === name),
      expectedOf(name),
    );
    const shown = Object.entries(weights).map(([weight, value]) => `${weight}: ${Number(value.toPrecision(3))}`);
    console.log(`${name}: { ${shown.join(", ")} }`);
  }
};

/** Without the recordings there is nothing to compare estimates with; counting needs none. */
const printAccuracy = (folder: string): readonly string[] => {
  if (!existsSync(join(folder, "5-token-truth"))) {
    console.log(`SKIPPED: no recorded requests in ${folder} (set PROXY_DATA)`);
    return [];
  }
  const requests = recordedRequests(folder).map(inItsEncoding);
  const steps = recordedSteps(folder);
  if (process.argv.includes("--fit")) printFit([...requests, ...steps]);
  printRequests(requests, [...requests, ...steps]);
  return printSteps(steps, requests);
};

const verdicts = [...printAccuracy(dataFolder()), ...(await printCounting())];
console.log(`\n${verdicts.join("\n")}`);
