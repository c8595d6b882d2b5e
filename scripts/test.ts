import { lastLine, repeated, runSteps, total } from "./run-steps.ts";
import { fastTests, realTests, rules, slowTests } from "./steps.ts";

/** Everything that fits into some minutes: the gate's rules, then every test but the slow ones. The last line is the sum. */
const results = await runSteps([...rules, ...fastTests()], 2);
// One after the other: these already run two files at a time, and some of them watch the clock.
results.push(...(await runSteps(realTests(), 1)));

const leftOut = slowTests().length;
if (leftOut > 0) console.log(`LEFT OUT: ${leftOut} slow test files. They run with: npm run test:faults`);
for (const line of repeated(results)) console.log(line);
const count = total(results);
console.log(lastLine(count));
process.exit(count.failed === 0 ? 0 : 1);
