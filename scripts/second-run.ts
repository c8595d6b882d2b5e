import { type Failure, failuresOf } from "./failures.ts";

/** How one test file went when it was run alone. */
export type Alone = (file: string) => Promise<{ readonly isOk: boolean; readonly output: string }>;

/** What a second look at the failures of a run has shown. */
export type SecondRun = {
  /** What failed once and then passed: the machine was busy, or the test is to be mended. */
  readonly unsteady: readonly Failure[];
  /** What failed again, as the second run told it, and what was not run again. */
  readonly failures: readonly Failure[];
};

/** So many files may fail for want of a quiet machine; more are broken, and running them again only takes time. */
const mostFiles = 5;

/** Runs each file with a failed test once more, one after the other. A file must pass as a whole to count as passed. */
export const secondRun = async (failures: readonly Failure[], alone: Alone): Promise<SecondRun> => {
  const files = [...new Set(failures.map(({ file }) => file))];
  if (files.length > mostFiles || files.includes("")) return { unsteady: [], failures };
  const unsteady: Failure[] = [];
  const again: Failure[] = [];
  for (const file of files) {
    const { isOk, output } = await alone(file);
    const first = failures.filter((failure) => failure.file === file);
    if (isOk) unsteady.push(...first);
    else again.push(...([failuresOf(output), first].find((known) => known.length > 0) ?? []));
  }
  return { unsteady, failures: again };
};
