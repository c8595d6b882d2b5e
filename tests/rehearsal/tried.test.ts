import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { noOrders } from "../../src/lifecycle/orders.ts";
import { providers } from "../../src/providers/index.ts";
import { isServersFile, triedSettings } from "../../src/rehearsal/tried.ts";
import { scratchFolder } from "../support/scratch.ts";

const folder = scratchFolder();
const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};
const paths = {
  config: write("config.yaml", "log: {level: warn}\n"),
  servers: write("servers.yaml", 'mine: { endpoint: "http://127.0.0.1:9", type: openai, api_key: "${MY_KEY}" }\n'),
  models: join(folder, "models.yaml"),
};
const tried = (file: string | null, orders = noOrders) => triedSettings({ paths, env: {}, orders, providers }, file);

test("the files are read as they are now, and a key that is not at hand is no mistake", () => {
  const { settings, file } = tried(null);

  expect([file, settings.config.values["log.level"]]).toEqual([paths.config, "warn"]);
  expect(settings.upstreams.some(({ name, key }) => name === "mine" && key !== null)).toBeTrue();
});

test("a file takes the place of the one that its name says", () => {
  const config = write("other.yaml", "log: {level: debug}\n");
  const servers = write("servers.new.yml", 'theirs: { endpoint: "http://127.0.0.1:9", type: openai }\n');

  expect(tried(config).settings.config.values["log.level"]).toBe("debug");
  expect(tried(servers)).toMatchObject({ file: servers, settings: { config: { values: { "log.level": "warn" } } } });
  expect(tried(servers).settings.upstreams.map(({ name }) => name)).toContain("theirs");
  expect(["servers.yaml", "/a/servers-2.yml", "config.yaml", "myservers.yaml"].map(isServersFile)).toEqual([
    ...[true, true, false, false],
  ]);
});

test("where the daemon reads another config.yaml, that one is tried", () => {
  const own = write("own.yaml", "log: {level: error}\n");

  expect(tried(null, { ...noOrders, configFile: own })).toMatchObject({
    file: own,
    settings: { config: { values: { "log.level": "error" } } },
  });
});

test("what is wrong is told with its place", () => {
  const wrong = write("wrong.yaml", "log: {levle: debug}\n");

  expect(() => tried(wrong)).toThrow(`${wrong}:1:7  log.levle  unknown key, did you mean "log.level"?`);
});
