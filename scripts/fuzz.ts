import { parseArgs } from "node:util";
import { targets } from "./fuzz/index.ts";
import { fuzz, keepCrash } from "./fuzz/run.ts";

/** Feeds our readers with what nobody would write, for as long as asked: `npm run fuzz -- --seconds 60`. */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    target: { type: "string", default: "all" },
    seed: { type: "string" },
    path: { type: "string", default: "" },
    out: { type: "string", default: ".fuzz" },
  },
});
const seconds = Number(values.seconds);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const chosen = targets.filter(({ name }) => values.target === "all" || values.target === name);

if (!(seconds > 0) || !Number.isInteger(seed) || chosen.length === 0) {
  const names = targets.map(({ name }) => name).join("|");
  console.error(`usage: npm run fuzz -- [--seconds N] [--target ${names}|all] [--seed N [--path P]] [--out FOLDER]`);
  process.exit(2);
}

let crashes = 0;
for (const target of chosen) {
  console.log(`${target.name}: ${target.claim} (seed ${seed}, ${seconds} s)`);
  const { inputs, crash } = fuzz(target, seconds, seed, values.path);
  if (crash === null) {
    console.log(`ok    ${inputs} inputs`);
    continue;
  }
  crashes++;
  console.log(`FAIL  after ${inputs} inputs: ${crash.error}\n      input ${crash.input}`);
  console.log(`      kept in ${keepCrash(values.out, crash)}`);
  console.log(`      again: npm run fuzz -- --target ${target.name} --seed ${crash.seed} --path ${crash.path}`);
}
process.exit(crashes === 0 ? 0 : 1);
