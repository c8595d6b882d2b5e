import { beforeEach, expect, test } from "bun:test";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { type Paths, pathsUnder } from "../../src/config/paths.ts";
import {
  configWithoutDaemon,
  statsWithoutDaemon,
  switchWithoutDaemon,
  upstreamsWithoutDaemon,
} from "../../src/offline/without-daemon.ts";
import { scratchFolder } from "../support/scratch.ts";

let paths: Paths;

beforeEach(() => {
  paths = pathsUnder(scratchFolder());
});

test("a choice is kept, shown everywhere and can be taken back, also when a key is not at hand", async () => {
  writeFileSync(paths.servers, "cn: { api_key: '${NOT_HERE}' }\n");

  await switchWithoutDaemon(paths, {}, "simulator", false);
  const shown = configWithoutDaemon(paths, {}).settings.find(({ name }) => name === "upstream");

  expect(shown).toMatchObject({ name: "upstream", value: "simulator", source: "state (switch-upstream)" });
  expect(upstreamsWithoutDaemon(paths, { NOT_HERE: "sk-123456789" }).current).toBe("simulator");
  expect(await switchWithoutDaemon(paths, {}, "-", false)).toMatchObject({ from: "simulator", to: "auto" });
  expect(switchWithoutDaemon(paths, {}, "nope", false)).rejects.toThrow('no upstream "nope"');
});

test("what the environment names is newer than a saved choice", async () => {
  await switchWithoutDaemon(paths, {}, "cn", false);
  const env = { PROXY_UPSTREAM: "mistral" };

  expect(upstreamsWithoutDaemon(paths, env).current).toBe("mistral");
  expect(configWithoutDaemon(paths, env).settings.find(({ name }) => name === "upstream")).toMatchObject({
    value: "mistral",
    source: "env PROXY_UPSTREAM",
  });
  expect((await switchWithoutDaemon(paths, env, "openai", false)).warnings).toEqual([
    "env PROXY_UPSTREAM is stronger where it is set: this counts at a start without it",
  ]);
});

test("a saved choice that is gone is passed over, as a start would pass over it", async () => {
  writeFileSync(paths.servers, "work: { endpoint: 'http://127.0.0.1:9', type: openai }\n");
  await switchWithoutDaemon(paths, {}, "work", false);
  rmSync(paths.servers);

  expect(upstreamsWithoutDaemon(paths, {}).current).toBe("auto");
  expect(configWithoutDaemon(paths, {}).settings.find(({ name }) => name === "upstream")).toMatchObject({
    value: "auto",
    source: "default",
  });
});

test("a rehearsal changes nothing", async () => {
  expect(await switchWithoutDaemon(paths, {}, "cn", true)).toMatchObject({ from: "auto", to: "cn", changed: false });
  expect(existsSync(paths.state)).toBeFalse();
});

test("a ledger that is not there yet has nothing to tell", async () => {
  expect((await statsWithoutDaemon(paths, { since: 0, by: "model" })).total.requests).toBe(0);
  expect(existsSync(paths.ledger)).toBeFalse();
});
