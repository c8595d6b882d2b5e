import { expect, test } from "bun:test";
import { judgeDaemon } from "../../../cli/doctor/daemon.ts";
import type { Daemon } from "../../../cli/doctor/scene.ts";
import type { Status } from "../../../src/control/contract.ts";

const running = (version: string, warnings: readonly string[] = []): Daemon => ({
  state: "running",
  latencyMs: 2,
  status: { version, warnings } as Status, // nothing else is looked at
});
const judged = (daemon: Daemon) =>
  judgeDaemon({ daemon, version: "0.4.0" }).map(({ level, text, next }) => [level, text, next]);
const restart = "proxy-cli restart   (running answers finish first)";

test("D-23 a daemon of our version is fine, one of another version is told with what to do", () => {
  expect(judged(running("0.4.0"))).toEqual([["ok", "daemon answers (2 ms), version 0.4.0 = CLI", null]]);
  expect(judged(running("0.3.1"))).toEqual([
    ["ok", "daemon answers (2 ms)", null],
    ["hint", "daemon 0.3.1, CLI 0.4.0", restart],
  ]);
  expect(judged({ state: "other protocol", version: "9.0.0" })).toEqual([
    ["problem", "daemon 9.0.0, CLI 0.4.0: they do not understand each other", restart],
  ]);
});

test("what the daemon warns of is told", () => {
  expect(judged(running("0.4.0", ["the ledger cannot be written"])).at(-1)).toEqual([
    "hint",
    "daemon: the ledger cannot be written",
    null,
  ]);
});

test("none, and one that says nothing", () => {
  expect(judged({ state: "stopped" })).toEqual([["hint", "the proxy is not running", "proxy-cli start"]]);
  expect(judged({ state: "silent" })[0]?.[0]).toBe("problem");
});
