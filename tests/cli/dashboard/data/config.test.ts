import { expect, test } from "bun:test";
import { configFile, explainedIn, settingsOf, sourceWords } from "../../../../cli/dashboard/data/config.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, stateOf } from "../../../support/dashboard.ts";

const now = 1_800_000_000_000;
const start = stateOf({ columns: 80, rows: 24 });
const setting = { name: "log.level", value: "info", source: "default", overridden: [], afterRestart: null };
const told = (answers: Readonly<Record<string, unknown>>): State =>
  after(
    start,
    Object.entries(answers).map(([key, value]) => ({ type: "answered", key, value }) as const),
    now,
  ).state;
const config = { generation: 1, file: "/home/me/config.yaml", envFile: null, settings: [setting] };

test("before the daemon has told there are no settings, and that is not the same as none", () => {
  expect([settingsOf(start), configFile(start), explainedIn(start, "log.level")]).toEqual([null, "", null]);
});

test("settings come first, then the keys of upstreams that have one, as hints", () => {
  const upstreams = {
    current: "auto",
    draining: [],
    upstreams: [
      { name: "cn", key: "...p0Zz" },
      { name: "open", key: null },
    ],
  };
  const state = told({ "config {}": config, "upstreams {}": upstreams });

  expect(settingsOf(state)?.map(({ name, value }) => [name, value])).toEqual([
    ["log.level", "info"],
    ["upstreams.cn.key", "...p0Zz"],
  ]);
  expect(configFile(state)).toBe("/home/me/config.yaml");
});

test("a file is called by its name, any other source as it is", () => {
  expect(["/home/me/.proxy-cli/config.yaml", "env PROXY_PORT", "default"].map(sourceWords)).toEqual([
    ...["config.yaml", "env PROXY_PORT", "default"],
  ]);
});
