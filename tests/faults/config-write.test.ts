import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { writePrivate } from "../../src/lib/private-file.ts";
import { bunCommand } from "../support/daemon.ts";
import { scratchFolder } from "../support/scratch.ts";
import { until } from "../support/wait.ts";

const root = join(import.meta.dir, "../..");

/** Writes two versions in turn until it is killed. */
const writer = (file: string): readonly string[] => [
  process.execPath,
  ...bunCommand("x").slice(1, -1),
  "-e",
  `import { writePrivate } from "${root}/src/lib/private-file.ts";
   for (let n = 0; ; n++) writePrivate(${JSON.stringify(file)}, (n % 2 ? "a" : "b").repeat(300_000) + "\\n");`,
];

test("D-02 kill -9 while a file is written, again and again: it is the old one or the new one, whole", async () => {
  const folder = scratchFolder();
  const file = join(folder, "config.yaml");
  const seen = new Set<string>();

  for (let round = 0; round < 15; round++) {
    const child = Bun.spawn([...writer(file)], { cwd: "/", stdout: "ignore", stderr: "pipe" });
    const before = existsSync(file) ? statSync(file).ino : 0;
    await until("it writes", () => existsSync(file) && statSync(file).ino !== before, 15_000);
    child.kill("SIGKILL");
    await child.exited;
    const text = readFileSync(file, "utf8");
    seen.add(`${text.length} ${new Set(text.trimEnd()).size} ${text.endsWith("\n")}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }

  expect([...seen]).toEqual(["300001 1 true"]);
  writePrivate(file, "the last one\n"); // sweeps up what the killed have left
  expect(readdirSync(folder)).toEqual(["config.yaml"]);
});
