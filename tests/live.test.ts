import { afterAll, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { pathsUnder } from "../src/config/paths.ts";
import type { Settings } from "../src/config/read.ts";
import { ProxyError } from "../src/core/errors.ts";
import type { Notice } from "../src/core/notice.ts";
import { goLive } from "../src/live.ts";
import { openState } from "../src/state/index.ts";
import { createWatchdog } from "../src/upstream/watchdog.ts";
import { configOf } from "./support/engine.ts";
import { stoppedClock, upstreamOf } from "./support/exchange.ts";
import { scratchFolder } from "./support/scratch.ts";

const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

const settingsOf = (flags: Parameters<typeof configOf>[0] = {}, names = ["anthropic", "openai"]): Settings => ({
  config: configOf(flags),
  upstreams: names.map((name) => upstreamOf(name)),
});

/** A configuration in force whose files say what `next` holds. */
const live = (settings: Settings) => {
  const paths = pathsUnder(scratchFolder());
  mkdirSync(paths.logs);
  const state = openState({
    paths,
    clock: stoppedClock(),
    run: "now",
    logLevel: "info",
    upstreams: settings.upstreams,
    start: "auto",
  });
  closing.push(() => state.ledger.stop());
  const heard: Notice[] = [];
  state.notices.listen((notice) => void heard.push(notice));
  const files: { next: () => Settings } = { next: () => settings };
  const surroundings = {
    upstreams: state.upstreams,
    watchdog: createWatchdog(() => 0, 1000),
    underWay: new Set<never>(),
    tick: () => 0,
    locate: async (upstream: Settings["upstreams"][number]) => upstream,
    token: "pxy_right",
    timescale: 1,
  };
  return { live: goLive({ settings, read: () => files.next(), state, surroundings }), state, files, heard };
};

const broken = (): never => {
  throw new ProxyError("config_invalid", "config.yaml:3:1  prot  unknown key");
};

test("a reload puts another runtime in the place of the first", () => {
  const { live: one, files, heard, state } = live(settingsOf());
  const before = one.runtime();
  files.next = () => settingsOf({ "log.level": "warn" }, ["anthropic"]);

  expect(one.reload()).toEqual({ generation: 2, needsRestart: [] });
  expect(one.runtime()).not.toBe(before);
  expect(before.generation).toBe(1);
  expect(state.upstreams.all().map(({ name }) => name)).toEqual(["anthropic"]);
  expect(state.log.keeps("info")).toBe(false);
  expect(heard).toEqual([{ type: "config-reloaded", generation: 2 }]);
});

test("a configuration that cannot be read leaves the old one in force and says why, until it is right again", () => {
  const { live: one, files, heard } = live(settingsOf());
  const before = one.runtime();
  files.next = broken;

  expect(() => one.reload()).toThrow("unknown key");
  expect(one.runtime()).toBe(before);
  expect(one.trouble()).toBe("config.yaml:3:1  prot  unknown key");
  expect(heard.map(({ type }) => type)).toEqual(["config-rejected"]);

  files.next = () => settingsOf();
  one.reload();
  expect(one.trouble()).toBeNull();
});

test("settings that are only read at the start are named", () => {
  const { live: one, files } = live(settingsOf());
  files.next = () => settingsOf({ "server.port": "9999" });

  expect(one.reload().needsRestart).toEqual(["server.port"]);
});
