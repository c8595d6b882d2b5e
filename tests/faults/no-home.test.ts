import { afterEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectTo } from "../../src/control/client.ts";
import { bunCommand } from "../support/daemon.ts";
import { type Ran, runProgram } from "../support/program.ts";
import { scratchFolder } from "../support/scratch.ts";
import { newSmallDisk } from "../support/small-disk.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const folder = (): string => {
  const made = scratchFolder();
  return made;
};

const cli = (words: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> =>
  runProgram(
    [...bunCommand("cli/main.ts"), ...words],
    { PATH: process.env["PATH"] ?? "", PROXY_PORT: "0", ...env },
    "/",
  );

/** Starts one that keeps nothing, and gives its folder and address. */
const startEphemeral = async (env: Readonly<Record<string, string>>) => {
  const ran = await cli(["start", "--ephemeral", "--json"], env);
  expect([ran.err, ran.code]).toEqual(["", 0]);
  const { home, url } = JSON.parse(ran.out) as { home: string; url: string };
  cleanups.push(() => cli(["stop", "--now"], { ...env, PROXY_CLI_HOME: home }));
  return { home, url };
};

const simulated = { "x-proxy-upstream": "simulator", authorization: "Bearer any" };

test("D-04: without any home a daemon that keeps nothing runs, counts, and leaves nothing behind", async () => {
  const temporary = folder();
  const { home, url } = await startEphemeral({ TMPDIR: temporary });
  const control = connectTo(join(home, "daemon.sock"));

  expect((await fetch(`${url}/v1/models`, { headers: simulated })).status).toBe(200);
  await control.switchUpstream({ name: "simulator", force: true, dryRun: false });
  const status = await control.status({});
  const stats = await control.stats({ since: 0, by: "upstream" });

  expect(status).toMatchObject({ upstream: "simulator", warnings: [], droppedLogLines: 0 });
  expect(stats.total.requests).toBe(1);
  expect(readdirSync(temporary)).toEqual([home.slice(temporary.length + 1)]);
  expect(readdirSync(home)).toEqual(["daemon.sock"]);
  expect(statSync(home).mode & 0o777).toBe(0o700);
  expect(await cli(["stop"], { PROXY_CLI_HOME: home })).toMatchObject({ code: 0 });
  expect(readdirSync(temporary)).toEqual([]);
}, 60_000);

test("D-04: the files of a home count for it and stay as they are", async () => {
  const user = folder();
  const own = join(user, ".proxy-cli");
  mkdirSync(own, { mode: 0o700 });
  writeFileSync(join(own, "config.yaml"), "timeouts:\n  linger_ms: 777\n", { mode: 0o600 });
  writeFileSync(join(own, "servers.yaml"), "mine:\n  endpoint: http://127.0.0.1:1\n  type: openai\n", { mode: 0o600 });
  const { home } = await startEphemeral({ HOME: user, TMPDIR: folder() });
  const control = connectTo(join(home, "daemon.sock"));

  const { settings } = await control.config({});
  const { upstreams } = await control.upstreams({});

  expect(settings.find(({ name }) => name === "timeouts.linger_ms")?.value).toBe(777);
  expect(upstreams.some(({ name }) => name === "mine")).toBe(true);
  expect(readdirSync(own).sort()).toEqual(["config.yaml", "servers.yaml"]);
}, 60_000);

test("D-04: without a home a usual start says so and ends with 78; nothing is made elsewhere", async () => {
  const temporary = folder();

  const ran = await cli(["start"], { TMPDIR: temporary });

  expect(ran.code).toBe(78);
  expect(ran.err).toContain("there is no home folder");
  expect(readdirSync(temporary)).toEqual([]);
}, 60_000);

test("D-04: a home that cannot be made is told with its path and why, and ends with 73", async () => {
  const user = folder();
  writeFileSync(join(user, "file"), "");

  const ran = await cli(["start"], { PROXY_CLI_HOME: join(user, "file", "home") });

  expect(ran.code).toBe(73);
  expect(ran.err).toContain(join(user, "file", "home"));
  expect(ran.err).toContain("ENOTDIR");
  expect(ran.err).toContain("--ephemeral");
}, 60_000);

const disk = newSmallDisk();
disk?.remove();
test.skipIf(disk === null)(
  "D-04: a home that can only be read is told with its path and why; beside it one runs that keeps nothing",
  async () => {
    const small = newSmallDisk();
    if (small === null) return;
    cleanups.push(small.remove);
    small.lock();

    const ran = await cli(["start"], { PROXY_CLI_HOME: small.folder });
    const { url } = await startEphemeral({ PROXY_CLI_HOME: small.folder, TMPDIR: folder() });

    expect(ran.code).toBe(73);
    expect(ran.err).toContain(small.folder);
    expect(ran.err).toContain("EROFS");
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(existsSync(join(small.folder, "config.yaml"))).toBe(false);
  },
  30_000,
);
