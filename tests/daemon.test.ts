import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { pathsUnder } from "../src/config/paths.ts";
import { Daemon } from "../src/daemon.ts";
import { systemClock } from "../src/lib/clock.ts";
import type { DaemonOptions } from "../src/lifecycle/opening.ts";
import { noOrders } from "../src/lifecycle/orders.ts";
import { scratchFolder } from "./support/scratch.ts";

const optionsIn = (home: string, port: number): DaemonOptions => ({
  paths: pathsUnder(home),
  orders: { ...noOrders, flags: { "server.port": String(port) } },
  env: {},
  ignoredVariables: [],
  clock: systemClock,
  version: "1.2.3",
  pid: 1,
  uid: null,
  predecessor: null,
  platform: process.platform,
  isAlive: () => true,
  rssBytes: () => 0,
  machine: { name: "here", openFiles: () => 0, maxOpenFiles: null, memoryLimitBytes: null, keptWaitingMs: () => 0 },
  onStopped: () => undefined,
  warn: () => undefined,
});

const newHome = (): string => {
  const home = scratchFolder();
  chmodSync(home, 0o700);
  return home;
};

const freePort = (): number => {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  const { port = 0 } = server;
  void server.stop(true);
  return port;
};

test("a start that fails at its last step leaves nothing open: port, ledger and lock are free again", async () => {
  const home = newHome();
  const port = freePort();
  const { socket } = pathsUnder(home);
  mkdirSync(socket); // the control socket cannot be made

  expect(() => new Daemon(optionsIn(home, port))).toThrow("it is not a socket");
  rmSync(socket, { recursive: true });
  const daemon = new Daemon(optionsIn(home, port));

  expect(daemon.url).toBe(`http://127.0.0.1:${port}`);
  await daemon.stop(0, "the test is over");
});
