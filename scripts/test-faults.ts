import { lastLine, repeated, runSteps, total } from "./run-steps.ts";
import { faultTests, slowTests } from "./steps.ts";
import { tookLines } from "./took.ts";

/** Everything that goes wrong: the faults and the security cases, then the slow tests, one file after the other. */
const results = await runSteps([...faultTests(), ...slowTests()], 1);

console.log("How long the tests of each file took:");
for (const line of tookLines(results.map(({ output }) => output))) console.log(line);
for (const line of repeated(results)) console.log(line);
const count = total(results);
console.log(lastLine(count));
process.exit(count.failed === 0 ? 0 : 1);
