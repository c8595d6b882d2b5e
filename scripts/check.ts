import { repeated, runSteps } from "./run-steps.ts";
import { fastTests, rules } from "./steps.ts";

/** The one gate: what must hold before a commit. Under a minute, the same for people and machines. */
const start = performance.now();
const results = await runSteps([...rules, ...fastTests()], 2);
const failed = results.filter(({ isOk }) => !isOk).map(({ step }) => step.name);
const seconds = ((performance.now() - start) / 1000).toFixed(1);

for (const line of repeated(results)) console.log(line);
console.log(
  failed.length === 0 ? `check passed in ${seconds} s` : `check failed in ${seconds} s: ${failed.join(", ")}`,
);
process.exit(failed.length === 0 ? 0 : 1);
