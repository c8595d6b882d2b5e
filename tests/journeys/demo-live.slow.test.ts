import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connectTo } from "../../src/control/client.ts";
import { bunCommand, rowsIn } from "../support/daemon.ts";
import { openTerminal, type TestTerminal } from "../support/terminal.ts";
import { terminalCorner } from "../support/terminal-corner.ts";
import { until } from "../support/wait.ts";

const here = terminalCorner((corner) => corner.cli(["demo", "--stop"]));

const client = () => connectTo(join(here.corner.home, "demo/daemon.sock"));
const rows = () => rowsIn(join(here.corner.home, "demo/ledger.db"));
const recent = () =>
  client()
    .recent({ limit: 512 })
    .catch(() => []);

const openDemo = (...words: readonly string[]): TestTerminal => {
  here.terminal = openTerminal([...bunCommand("cli/main.ts"), "demo", ...words], here.corner.env, here.corner.folder, {
    term: "xterm-256color",
  });
  return here.terminal;
};

/** Programs of this demo, by what stands in their arguments and in what they have open. */
const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

const demoPids = async (shell: number): Promise<readonly number[]> => {
  const { pid } = await client().status({});
  const children = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").trim().split(" ").map(Number);
  return [...new Set([pid, ...children])];
};

test("X-05 a stranger sees live data after two commands, in far less than a minute", async () => {
  const startedAt = performance.now();

  const first = await here.corner.cli([]);
  const demo = openDemo();
  await demo.shows(/demo-a/);
  await demo.shows(/claude-sonnet/);
  const tookMs = performance.now() - startedAt;
  demo.type("q");
  const code = await demo.exited;

  expect(first.out).toContain("proxy-cli demo");
  expect(code).toBe(0);
  expect(demo.all()).toContain("proxy-cli run -- claude");
  console.log(`first run: live data after ${(tookMs / 1000).toFixed(1)} s and 2 commands`);
  expect(tookMs).toBeLessThan(60_000);
  expect(
    await client()
      .status({})
      .catch(() => null),
  ).toBeNull();
}, 90_000);

test("a switch while the busy demo streams cuts none of them", async () => {
  const demo = openDemo("--scenario", "busy");
  await demo.shows(/claude-sonnet/);
  await until("many answers run", async () => (await client().status({})).inFlight >= 3, 20_000);

  const switched = await client().switchUpstream({ name: "demo-b", force: false, dryRun: false });
  await until(
    "new ones have been answered there",
    async () =>
      (await recent()).filter(({ upstream, client: who }) => upstream === "demo-b" && who === "GeminiCLI").length > 0,
    20_000,
  );
  await until(
    "what stayed has ended",
    async () =>
      !(await client().upstreams({})).upstreams.some(({ name, inFlight }) => name === "demo-a" && inFlight > 0),
    20_000,
  );
  const ended = await recent();
  demo.type("q");

  expect(await demo.exited).toBe(0);
  expect(switched.staying).toBeGreaterThan(0);
  expect(ended.filter(({ outcome }) => outcome !== "--")).toEqual([]);
  expect(new Set(ended.map(({ dialect }) => dialect)).size).toBeGreaterThan(1);
}, 90_000);

test("F has everything go wrong once, and the reasons are told", async () => {
  const demo = openDemo();
  await demo.shows(/claude-sonnet/);

  demo.type("F");
  const wanted = ["429", "500", "529", "502"];
  await until(
    "all of it has come",
    async () => {
      const seen = await recent();
      const statuses = seen.map(({ status }) => String(status));
      return (
        wanted.every((one) => statuses.includes(one)) &&
        seen.some(({ outcome }) => outcome === "SD") &&
        seen.some(({ cacheBreak }) => cacheBreak !== null)
      );
    },
    40_000,
  );
  const broke = (await recent()).find(
    ({ cacheBreak, cacheReadTokens }) => cacheBreak !== null && cacheReadTokens === 0,
  );
  demo.type("q");

  expect(await demo.exited).toBe(0);
  expect(broke?.cacheBreak).toMatch(/system/);
}, 90_000);

test("kept, it goes on; else nothing is left but its ledger", async () => {
  const kept = openDemo("--keep");
  await kept.shows(/claude-sonnet/);
  kept.type("q");
  expect(await kept.exited).toBe(0);
  expect((await client().status({})).isDemo).toBe(true);

  const stopped = await here.corner.cli(["demo", "--stop"]);

  expect(stopped.code).toBe(0);
  expect(rows().length).toBeGreaterThan(0);
}, 90_000);

test.each(["SIGKILL", "SIGHUP", "SIGTERM"] as const)(
  "%s to the command ends the player and the daemon too",
  async (signal) => {
    const demo = openDemo();
    await demo.shows(/claude-sonnet/);
    const pids = await demoPids(demo.pid);

    process.kill(demo.pid, signal);

    await demo.exited;
    expect(pids.length).toBeGreaterThan(1);
    await until("all of them are gone", () => !pids.some(isRunning), 20_000);
  },
  60_000,
);
