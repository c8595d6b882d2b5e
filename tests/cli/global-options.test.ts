import { describe, expect, test } from "bun:test";
import { flagsFrom } from "../../cli/flags.ts";
import { commandAt, environmentFrom, optionsOf, ownWords, wishesFrom } from "../../cli/global-options.ts";

const env = { HOME: "/home/me", LANG: "en_GB.UTF-8" };
const wishes = (options: Readonly<Record<string, unknown>>, more: Readonly<Record<string, string>> = {}) =>
  wishesFrom(flagsFrom({ color: true, input: true, ...options }, "status"), { ...env, ...more }, "stats");

describe("the command among the words", () => {
  test("is the first that is no option and no option's value", () => {
    expect(commandAt(["--profile", "work", "--json", "status"])).toBe(3);
    expect(commandAt(["--timeout=5s", "stats", "--hours", "3"])).toBe(1);
    expect(commandAt(["--json"])).toBe(-1);
  });

  test("what follows -- is somebody else's", () => {
    expect(commandAt(["--", "status"])).toBe(-1);
    expect(ownWords(["run", "--", "claude", "--verbose"])).toEqual(["run"]);
  });
});

test("a command's own option of the same name counts", () => {
  const own = { flags: "--yes", summary: "its own" };

  expect(optionsOf({ options: [own] }).filter(({ flags }) => flags.includes("--yes"))).toEqual([own]);
});

test("fields make an answer for programs; tabs need fields", () => {
  expect(wishes({ fields: "url, pid" })).toMatchObject({ json: true, fields: ["url", "pid"], tsv: false });
  expect(() => wishes({ tsv: true })).toThrow("--tsv needs --fields");
  expect(() => wishes({ fields: "a,,b" })).toThrow("with commas between them");
  expect(() => wishes({ fields: "a", tsv: true, json: true })).toThrow("two answers");
});

test("what to try is about the same command", () => {
  for (const options of [{ tsv: true }, { fields: "a,,b" }, { fields: "a", tsv: true, json: true }, { timeout: "x" }])
    expect(() => wishes(options)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("proxy-cli stats --") }),
    );
});

test("a time limit is a time", () => {
  expect(wishes({ timeout: "1m30s" }).patienceMs).toBe(90_000);
  expect(wishes({}).patienceMs).toBeNull();
  expect(() => wishes({ timeout: "soon" })).toThrow('got "soon"');
  expect(() => wishes({ timeout: "0" })).toThrow('got "0"');
});

test("a locale without Unicode gets ASCII, and so does who asks for it", () => {
  expect(wishes({}).ascii).toBe(false);
  expect(wishes({ ascii: true }).ascii).toBe(true);
  expect(wishes({}, { LC_ALL: "C" }).ascii).toBe(true);
  expect(wishes({}, { LANG: "C" }).ascii).toBe(true);
});

test("a profile is a home beside the usual one, also for the programs that are started", () => {
  const inProfile = (profile: string, more = {}) =>
    environmentFrom(flagsFrom({ profile }, "status"), { ...env, ...more })["PROXY_CLI_HOME"];

  expect(inProfile("work")).toBe("/home/me/.proxy-cli/profiles/work");
  expect(inProfile("work", { PROXY_CLI_HOME: "/p" })).toBe("/p/profiles/work");
  expect(() => inProfile("../x")).toThrow("A profile's name");
});

test("another socket is named by its whole path", () => {
  expect(environmentFrom(flagsFrom({ socket: "/run/x.sock" }, "status"), env)["PROXY_CLI_SOCKET"]).toBe("/run/x.sock");
});
