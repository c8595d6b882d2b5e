import { expect } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rotatedFiles } from "../../src/state/logs/rotated.ts";
import { bunCommand } from "./daemon.ts";
import { scratchFolder } from "./scratch.ts";
import { until } from "./wait.ts";

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");

/** Lets a program write everything that a daemon and its commands write, kills it so many times at random moments, and looks each time. */
export const killWriter = async (rounds: number): Promise<{ readonly rotated: number; readonly torn: number }> => {
  const folder = scratchFolder();
  let rotated = 0;
  let torn = 0;
  for (let round = 0; round < rounds; round++) {
    const child = Bun.spawn([...bunCommand("tests/support/busy-writer.ts"), folder], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    });
    await until(
      "both files are there",
      () => existsSync(join(folder, "config.yaml")) && existsSync(join(folder, "state.json")),
    );
    await child.stdout.getReader().read();
    await Bun.sleep(Math.random() * 60); // the moment of the kill is what is tested
    child.kill("SIGKILL");
    await child.exited;

    expect(textOf(join(folder, "config.yaml"))).toMatch(/^(a{100}|b{50000})$/);
    const { upstream, previousUpstream } = JSON.parse(textOf(join(folder, "state.json")));
    expect([upstream, previousUpstream]).toEqual(
      upstream.length === 10 ? ["a".repeat(10), "a"] : ["b".repeat(5000), "b"],
    );
    const filled = await rotatedFiles(join(folder, "daemon.log"));
    const logs = [...filled.map(({ path }) => unpackedText(path)), textOf(join(folder, "daemon.log"))];
    if (filled.length > 0) rotated++;
    expect(filled.filter(({ path }) => unpackedText(path) === "")).toEqual([]);
    for (const log of logs) {
      const lines = log.split("\n");
      // Only the line that was being written may be half, and then it stands where the next writer began.
      torn += lines.filter((line) => line !== "" && !isJson(line)).length > 0 ? 1 : 0;
      expect(lines.filter((line) => line !== "" && !isJson(line)).length).toBeLessThanOrEqual(round + 1);
    }
  }
  return { rotated, torn };
};

/** What is packed must be whole: this throws where it is not. */
const unpackedText = (path: string): string =>
  path.endsWith(".gz") ? Buffer.from(Bun.gunzipSync(readFileSync(path))).toString() : textOf(path);

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
