import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Paths, pathsUnder } from "../src/config/paths.ts";
import {
  configWithoutDaemon,
  effectivePort,
  saveSetting,
  settingMeant,
  startSimulator,
  statsWithoutDaemon,
  switchWithoutDaemon,
  upstreamsWithoutDaemon,
} from "../src/offline.ts";

let paths: Paths;

beforeEach(() => {
  paths = pathsUnder(mkdtempSync(join(tmpdir(), "pxc-off-")));
});

afterEach(() => rmSync(paths.home, { recursive: true }));

test("flag over environment over file over default", () => {
  writeFileSync(paths.config, "server: { port: 1 }\n");

  expect(effectivePort(paths, {}, {})).toBe(1);
  expect(effectivePort(paths, { PROXY_PORT: "2" }, {})).toBe(2);
  expect(effectivePort(paths, { PROXY_PORT: "2" }, { "server.port": "3" })).toBe(3);
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

test("a rehearsal changes nothing", async () => {
  expect(await switchWithoutDaemon(paths, {}, "cn", true)).toMatchObject({ from: "auto", to: "cn", changed: false });
  expect(existsSync(paths.state)).toBeFalse();
});

test("a setting is written privately; what would not be valid is not written", () => {
  saveSetting(paths.config, {}, "log.level", "WARN");

  expect(readFileSync(paths.config, "utf8")).toContain("level: warn");
  expect(statSync(paths.config).mode & 0o777).toBe(0o600);
  expect(() => saveSetting(paths.config, {}, "server.port", "x")).toThrow("server.port");
  expect(() => settingMeant("sever.port")).toThrow('no setting "sever.port"');
});

test("a file that is no YAML is left as it is, and the line is named", () => {
  writeFileSync(paths.config, "server: [\n");

  expect(() => saveSetting(paths.config, {}, "log.level", "warn")).toThrow(/config\.yaml:2:1 {2}yaml/);
  expect(readFileSync(paths.config, "utf8")).toBe("server: [\n");
});

test("a value that is wrong can be put right", () => {
  writeFileSync(paths.config, "log: { level: loud }\n");

  saveSetting(paths.config, {}, "log.level", "warn");

  expect(readFileSync(paths.config, "utf8")).toContain("level: warn");
});

test("a ledger that is not there yet has nothing to tell", async () => {
  expect((await statsWithoutDaemon(paths, { since: 0, by: "model" })).total.requests).toBe(0);
  expect(existsSync(paths.ledger)).toBeFalse();
});

test("the simulator answers on a port of its own", async () => {
  const { url, stop } = await startSimulator(0);

  const { status } = await fetch(`${url}/v1/models`, { headers: { authorization: "Bearer k" } });
  await stop();

  expect(status).toBe(200);
});
