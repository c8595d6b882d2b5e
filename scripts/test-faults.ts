import { faultTests, lastLine, runSteps, slowTests, total } from "./steps.ts";

/** Everything that goes wrong: the faults and the security cases, then the slow tests, one file after the other. */
const results = await runSteps([...faultTests(), ...slowTests()], 1);

const count = total(results);
console.log(lastLine(count));
process.exit(count.failed === 0 ? 0 : 1);
