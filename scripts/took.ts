const header = /^(\S+\.test\.ts):$/;
const test = /^\((?:pass|fail)\) .* \[([\d.]+)ms\]$/;
const repetition = /^\d+ tests? failed:$/m;

/** How long the tests of each file took, by what Bun has printed: milliseconds by path, the longest first. */
export const tookByFile = (output: string): readonly (readonly [file: string, ms: number])[] => {
  const sums = new Map<string, number>();
  let file = "";
  const [once = ""] = output.split(repetition); // a long run lists its failures again, without their files
  for (const line of once.split("\n")) {
    file = header.exec(line)?.[1] ?? file;
    const ms = Number(test.exec(line)?.[1] ?? 0);
    if (ms > 0) sums.set(file, (sums.get(file) ?? 0) + ms);
  }
  return [...sums].sort(([, one], [, other]) => other - one);
};

/** A line for each. */
export const tookLines = (outputs: readonly string[]): readonly string[] =>
  outputs
    .flatMap(tookByFile)
    .sort(([, one], [, other]) => other - one)
    .map(([file, ms]) => `${(ms / 1000).toFixed(1).padStart(8)} s  ${file}`);
