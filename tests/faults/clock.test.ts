import { afterEach, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { pathsUnder } from "../../src/config/paths.ts";
import { connectTo } from "../../src/control/client.ts";
import { Daemon } from "../../src/daemon.ts";
import { noOrders } from "../../src/lifecycle/orders.ts";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { rowsIn } from "../support/daemon.ts";
import { sendHashed } from "../support/hashed.ts";
import { scratchFolder } from "../support/scratch.ts";
import { until } from "../support/wait.ts";

const day = 86_400_000;
const vendor = listenSimulator({ chunkDelayMs: 1 });
const cleanups: (() => Promise<unknown>)[] = [() => vendor.stop()];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

test("D-15: the wall clock jumps by days while answers run: no time is negative, no id comes twice, nothing ends", async () => {
  const home = scratchFolder();
  chmodSync(home, 0o700);
  const paths = pathsUnder(home);
  writeFileSync(paths.servers, `here:\n  endpoint: ${vendor.url}\n  type: simulator\n`, { mode: 0o600 });
  let offset = 0;
  const daemon = new Daemon({
    paths,
    orders: { ...noOrders, paranoid: true, flags: { "server.port": "0", upstream: "here" } },
    env: {},
    ignoredVariables: [],
    clock: { now: () => Date.now() + offset, tick: () => performance.now() },
    version: "1.2.3",
    pid: process.pid,
    uid: null,
    predecessor: null,
    platform: process.platform,
    isAlive: () => true,
    rssBytes: () => 0,
    machine: { name: "here", openFiles: () => 0, maxOpenFiles: null, memoryLimitBytes: null, keptWaitingMs: () => 0 },
    onStopped: () => undefined,
    warn: () => undefined,
  });
  cleanups.push(() => daemon.stop(0, "the test is over"));
  const control = connectTo(paths.socket);
  const ask = () =>
    sendHashed(`${daemon.url}/v1/messages`, {
      body: JSON.stringify({
        model: "claude-sonnet-4-6",
        max_tokens: 900,
        stream: true,
        messages: [{ role: "user", content: "say 60 words" }],
      }),
    });

  const answers: Promise<{ readonly received: Buffer }>[] = [];
  for (const jump of [0, day, -day, 3_600_000, -2 * day, 30 * day, 0]) {
    answers.push(ask());
    await until("it runs", async () => (await control.status({})).inFlight > 0);
    offset = jump;
    answers.push(ask());
  }
  for (const { received } of await Promise.all(answers)) expect(received.toString()).toContain("event: message_stop");
  const status = await control.status({});
  const byHour = await control.stats({ since: 0, by: "hour" });

  const rows = rowsIn(paths.ledger);
  expect(rows.length).toBe(14);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(14);
  for (const { durationMs, ttftMs, outcome } of rows) {
    expect(outcome).toBe("--");
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(durationMs).toBeLessThan(60_000);
    expect(ttftMs ?? -1).toBeGreaterThanOrEqual(0);
  }
  expect(byHour.total.requests).toBe(14);
  for (const { name } of byHour.groups) expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00Z$/);
  expect(status.uptimeMs).toBeGreaterThanOrEqual(0);
  expect(status.violations).toEqual({});
});
