import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Target } from "./target.ts";

/** An input that breaks a claim, as small as could be found, and how to meet it again. */
export type Crash = {
  readonly target: string;
  readonly claim: string;
  readonly seed: number;
  readonly path: string;
  readonly input: string;
  readonly error: string;
};

/** How one target went. */
export type Fuzzed = { readonly inputs: number; readonly crash: Crash | null };

/** How long the input that broke a claim may be made smaller. */
const minimiseMs = 10_000;

/** Feeds one target for so long, or until an input breaks its claim. `path` begins at an input that did so before. */
export const fuzz = ({ name, claim, property }: Target, seconds: number, seed: number, path = ""): Fuzzed => {
  const found = checked(property, {
    seed,
    path,
    numRuns: 2 ** 31 - 1,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
    endOnFailure: true, // making it smaller has a time of its own
  });
  if (!found.failed || found.counterexamplePath === null) return { inputs: found.numRuns, crash: null };
  const smaller = checked(property, {
    seed,
    path: found.counterexamplePath,
    numRuns: 2 ** 31 - 1,
    interruptAfterTimeLimit: minimiseMs,
    markInterruptAsFailure: false,
  });
  const least = smaller.failed && smaller.counterexamplePath !== null ? smaller : found;
  const error = least.errorInstance ?? found.errorInstance;
  return {
    inputs: found.numRuns,
    crash: {
      target: name,
      claim,
      seed,
      path: least.counterexamplePath ?? "",
      input: fc.stringify(least.counterexample),
      error: error instanceof Error ? error.message : String(error),
    },
  };
};

const checked = (property: Target["property"], options: fc.Parameters<unknown>): fc.RunDetails<unknown> =>
  fc.check(property, options) as fc.RunDetails<unknown>; // no property here is asynchronous

/** Writes a crash where it stays; the file's name says which and when to look for it. */
export const keepCrash = (folder: string, crash: Crash): string => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${crash.target}-${crash.seed}.json`);
  writeFileSync(file, `${JSON.stringify(crash, null, 2)}\n`);
  return file;
};
