import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { statusOrNull } from "../../cli/daemon/answering.ts";
import { repository } from "../support/product-tree.ts";
import { type Corner, controlOf, newCorner, runProgram } from "../support/program.ts";
import { until } from "../support/wait.ts";

setDefaultTimeout(60_000);

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
});
afterEach(() => corner.leave());

/** The words of a line of a unit file: quoted ones may hold spaces. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll(/\\(.)/g, "$1") ?? plain ?? "").replaceAll("%%", "%"),
  );

/** What a unit that was printed runs, and the environment that it gives to it. */
const readUnit = (printed: string) => {
  const of = (key: string): string[] =>
    printed.split("\n").flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
  const variables = /# .*service\.env\n(.*)$/s.exec(printed)?.[1] ?? "";
  const fromFile = variables.split("\n").filter((line) => /^\w+=/.test(line));
  const pairs = [...of("Environment").flatMap(wordsOf), ...fromFile.map((line) => line.replace(/="(.*)"$/, "=$1"))];
  return {
    command: of("ExecStart").flatMap(wordsOf),
    env: Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)])),
  };
};

test.skipIf(process.platform !== "linux")(
  "V17, V15, D-13: the unit's command comes up in an empty environment, answers, and ends in order on SIGTERM",
  async () => {
    const launcher = join(repository, "cli/proxy-cli");
    const printed = await runProgram([launcher, "service", "install", "--print"], corner.env, corner.folder);
    const { command, env } = readUnit(printed.out);
    expect(command).toEqual([launcher, "start", "--foreground", "--supervise", "--fail-if-running"]);

    const child = Bun.spawn(command, { cwd: "/", env, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
    const output = Promise.all([child.stdout.text(), child.stderr.text()]);
    const status = await until("it answers", () => statusOrNull(controlOf(corner)), 20_000);
    const health = await fetch(`${status.url}/health`);
    expect(health.status).toBe(200);
    // Systemd gives a signal to the command alone, as here (KillMode=mixed).
    child.kill("SIGTERM");

    expect(await child.exited).toBe(0);
    expect((await output)[1]).toBe("");
    expect(await statusOrNull(controlOf(corner))).toBeNull();
  },
);
