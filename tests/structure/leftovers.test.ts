import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { until } from "../support/wait.ts";

const root = join(import.meta.dir, "../..");

test("folders of tests are made by support/scratch.ts, which removes them however the run ends", async () => {
  const files = [...new Bun.Glob("tests/**/*.ts").scanSync(root)];
  const texts = await Promise.all(files.map((file) => Bun.file(join(root, file)).text()));

  const makers = files.filter((_, at) => texts[at]?.includes(`mkdtempSync(join(${"tmpdir()"}`));

  expect(makers).toEqual(["tests/support/scratch.ts"]);
});

test("of a test run that is killed no folder stays, and no program that lives in one", async () => {
  const program = `import { scratchFolder } from ${JSON.stringify(join(root, "tests/support/scratch.ts"))};
    const folder = scratchFolder();
    const child = Bun.spawn(["sleep", "600"], { env: { ...process.env, PROXY_CLI_HOME: folder + "/home" } });
    console.log(JSON.stringify({ folder, pid: child.pid }));
    await child.exited;`;
  const run = Bun.spawn([process.execPath, "-e", program], { stdin: "ignore", stdout: "pipe", stderr: "inherit" });
  const { value } = await run.stdout.getReader().read();
  const { folder, pid } = JSON.parse(Buffer.from(value ?? []).toString());
  expect([existsSync(folder), existsSync(`/proc/${pid}/cwd`)]).toEqual([true, true]);

  run.kill("SIGKILL");

  await until("the folder is gone", () => !existsSync(dirname(folder)), 10_000);
  await until("its program has ended", () => hasEnded(pid), 10_000);
}, 30_000);

/** Gone, or only waiting for somebody to ask how it ended. */
const hasEnded = (pid: number): boolean => {
  const state = Bun.spawnSync(["ps", "-o", "stat=", "-p", String(pid)])
    .stdout.toString()
    .trim();
  return state === "" || state.startsWith("Z");
};
