import { expect, test } from "bun:test";
import { join } from "node:path";
import fc from "fast-check";
import { targets } from "../../scripts/fuzz/index.ts";
import { fuzz, keepCrash } from "../../scripts/fuzz/run.ts";
import { runs } from "../support/runs.ts";
import { scratchFolder } from "../support/scratch.ts";

const scratch = scratchFolder();

// Always the same inputs, so that a change is red for what it broke. `npm run fuzz` looks for new ones.
const seed = 20_261_121;

const moment = runs(0.1).numRuns; // seconds

for (const target of targets) {
  test(`${target.name}: ${target.claim}, for a moment`, () => {
    const { inputs, crash } = fuzz(target, moment, seed);

    expect(crash).toBeNull();
    expect(inputs).toBeGreaterThan(0);
  });
}

const brittle = {
  name: "brittle",
  claim: "has no number above 1000",
  property: fc.property(fc.array(fc.nat(2000)), (numbers) => numbers.every((one) => one <= 1000)),
};

test("an input that breaks a claim is made small, kept, and met again by its seed and path", async () => {
  const { crash } = fuzz(brittle, 5, seed);

  expect(crash).toMatchObject({ target: "brittle", seed, input: "[[1001]]" });
  if (crash === null) return;
  expect(await Bun.file(keepCrash(join(scratch, "kept"), crash)).json()).toEqual(crash);
  expect(fuzz(brittle, 5, seed, crash.path)).toMatchObject({ inputs: 1, crash: { input: "[[1001]]" } });
});

test("the command prints its seeds, and says how to use it", async () => {
  const run = async (...args: string[]) => {
    const child = Bun.spawn([process.execPath, "scripts/fuzz.ts", ...args], { stdout: "pipe", stderr: "pipe" });
    return { out: await child.stdout.text(), err: await child.stderr.text(), code: await child.exited };
  };

  const good = await run("--target", "retry-after", "--seconds", "0.2", "--seed", "7", "--out", scratch);
  expect(good).toMatchObject({ err: "", code: 0 });
  expect(good.out).toContain("(seed 7, 0.2 s)");
  expect(await run("--target", "nonsense")).toMatchObject({ code: 2 });
}, 20_000);
