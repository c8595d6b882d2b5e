/** `npm run bench:relay`: the daemon beside no proxy at all, a bare relay and nginx, on this machine, in one run. */
import { cpus } from "node:os";
import { stopAll } from "./contestants.ts";
import { planOf, readOptions } from "./plan.ts";
import { linesOf } from "./report.ts";
import { run } from "./run.ts";
import { missedIn, tableOf } from "./table.ts";

const options = readOptions(process.argv.slice(2));
const plan = planOf(options);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stopAll().finally(() => process.exit(130)));
const startedAt = performance.now();
const measured = await run(plan, (line) => console.error(line));
const lines = linesOf(measured);
const seconds = Math.round((performance.now() - startedAt) / 1000);

if (options.isJson) console.log(JSON.stringify({ machine: machine(), plan, seconds, lines, measured }, null, 2));
else {
  console.log(
    `${machine()}; ${plan.rounds} rounds, medians; request body and answer body are of the size that is named.\n`,
  );
  console.log(tableOf(lines));
  for (const notice of measured.notices) console.log(`\nnote: ${notice}`);
  if (measured.statusMs === null) console.log("\nnote: `cli/proxy-cli status` did not work here and was not timed.");
  console.log(`\n${seconds} s, ${missedIn(lines)} goals missed`);
}
process.exit(0);

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} x ${first?.model.trim() ?? "unknown processor"}, Bun ${Bun.version}`;
}
