import { beforeEach, expect, test } from "bun:test";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { Step } from "../../src/config/history.ts";
import { type Paths, pathsUnder } from "../../src/config/paths.ts";
import { ProxyError } from "../../src/core/errors.ts";
import {
  nextStep,
  type Place,
  saveSetting,
  saveText,
  takeStep,
  textOf,
  unsetSetting,
  type Way,
} from "../../src/offline/save.ts";
import { scratchFolder } from "../support/scratch.ts";

let paths: Paths;
let place: Place;

beforeEach(() => {
  paths = pathsUnder(scratchFolder());
  place = { paths, env: {}, file: paths.config, now: 1_800_000_000_000, bringInForce: async () => null };
});

const text = (): string => readFileSync(paths.config, "utf8");

const step = async (way: Way): Promise<Step | null> => {
  const next = nextStep(place, way, textOf(place));
  if (next !== null) await takeStep(place, way, next);
  return next;
};

test("a setting is written privately, also what can be found of it later; what would not be valid is not written", async () => {
  expect((await saveSetting(place, "log.level", "WARN")).done).toBe("warn");

  expect(text()).toContain("level: warn");
  for (const file of [paths.config, paths.history, paths.configLock]) expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(saveSetting(place, "server.port", "x")).rejects.toThrow("server.port");
});

test("a file that is no YAML is left as it is, and the line is named", async () => {
  writeFileSync(paths.config, "server: [\n");

  await expect(saveSetting(place, "log.level", "warn")).rejects.toThrow(/config\.yaml:\d+:\d+ {2}yaml/);
  expect(text()).toBe("server: [\n");
});

test("a value that is wrong can be put right, or taken out", async () => {
  writeFileSync(paths.config, "# mine\nlog: { level: loud }\n");
  await saveSetting(place, "log.level", "warn");
  expect(text()).toBe("# mine\nlog: { level: warn }\n");

  writeFileSync(paths.config, "# mine\nlog:\n  level: loud\n");
  expect((await unsetSetting(place, "log.level")).done).toBe(true);
  expect(text()).toBe("# mine\n");
  expect((await unsetSetting(place, "log.level")).done).toBe(false);
});

test("settings that are written at once are all there", async () => {
  await Promise.all([
    saveSetting(place, "log.level", "warn"),
    saveSetting(place, "server.port", "1"),
    saveSetting(place, "upstream", "cn"),
    saveSetting(place, "server.host", "localhost"),
  ]);

  for (const line of ["level: warn", "port: 1", "upstream: cn", "host: localhost"])
    expect(text()).toContain(`${line}\n`);
});

test("one steps back over each change, and forward again", async () => {
  await saveSetting(place, "log.level", "warn");
  await saveSetting(place, "log.level", "error");
  const last = text();

  expect((await step("undo"))?.what).toBe("set log.level");
  expect(text()).toContain("level: warn");
  expect((await step("undo"))?.isForeign).toBe(false);
  expect(text()).not.toContain("\nlog:");
  expect(await step("undo")).toBeNull();
  await step("redo");
  await step("redo");
  expect(text()).toBe(last);
  expect(await step("redo")).toBeNull();
});

test("what a running daemon refuses is taken back, also in the history", async () => {
  await saveSetting(place, "log.level", "warn");
  const before = text();
  const refused = {
    ...place,
    bringInForce: () => Promise.reject(new ProxyError("upstream_unknown", "There is none.")),
  };

  await expect(saveSetting(refused, "log.level", "error")).rejects.toMatchObject({ code: "upstream_unknown" });
  await expect(unsetSetting(refused, "log.level")).rejects.toThrow();
  await expect(saveText(refused, "log: { level: debug }\n", "edit")).rejects.toThrow();
  expect(text()).toBe(before);
  expect((await step("undo"))?.what).toBe("set log.level");
  expect(await step("undo")).toBeNull();
});

test("a step is not taken when it is another one than was looked at", async () => {
  await saveSetting(place, "log.level", "warn");
  const next = nextStep(place, "undo", textOf(place));
  if (next === null) throw new Error("There is no step.");
  await saveSetting(place, "log.level", "error");

  await expect(takeStep(place, "undo", next)).rejects.toMatchObject({ code: "cannot_write" });
  expect(text()).toContain("level: error");
});

test("a version that is not valid any more does not come back", async () => {
  writeFileSync(paths.config, "nonsense: 1\n");
  await saveText(place, "log: { level: warn }\n", "edit");

  await expect(step("undo")).rejects.toMatchObject({ code: "config_invalid" });
  expect(text()).toBe("log: { level: warn }\n");
});

test("what somebody else has written while one was editing is not lost", async () => {
  writeFileSync(paths.config, "log: { level: warn }\n");

  await expect(saveText(place, "log: { level: error }\n", "edit", "# what was seen\n")).rejects.toMatchObject({
    code: "cannot_write",
  });
  expect(text()).toBe("log: { level: warn }\n");
  await expect(saveText(place, "log: { level: loud }\n", "edit")).rejects.toThrow("log.level");
  expect(existsSync(paths.history)).toBe(false);
});
