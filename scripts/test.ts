import { fastTests, lastLine, rules, runSteps, slowTests, total } from "./steps.ts";

/** Everything: the gate's rules, then every test there is. The last line is the sum. */
const results = await runSteps([...rules, ...fastTests()], 2);
// One after the other: the slow ones already run two files at a time, and some of them watch the clock.
results.push(...(await runSteps(slowTests(), 1)));

const count = total(results);
console.log(lastLine(count));
process.exit(count.failed === 0 ? 0 : 1);
