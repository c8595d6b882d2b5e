import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { changeServer, forgetServer, repositoryAbove, serverEntries } from "../../src/offline/servers.ts";
import { canaries } from "../support/canary.ts";
import { scratchFolder } from "../support/scratch.ts";

const newPaths = () => pathsUnder(scratchFolder());
const local = { endpoint: "http://127.0.0.1:1", type: "openai" };

test("an upstream is written down for its owner alone, and gone again", () => {
  const paths = newPaths();

  changeServer(paths, "mine", { ...local, api_key: canaries.held });

  expect(statSync(paths.servers).mode & 0o777).toBe(0o600);
  expect(serverEntries(paths).get("mine")).toEqual({ builtIn: null, own: { ...local, api_key: canaries.held } });
  forgetServer(paths, "mine");
  expect(serverEntries(paths).has("mine")).toBe(false);
  expect(serverEntries(paths).get("cn")?.builtIn).toMatchObject({ region: "China" });
});

test("what could not be used changes nothing", () => {
  const paths = newPaths();
  changeServer(paths, "mine", local);
  const before = readFileSync(paths.servers, "utf8");

  for (const [name, changes] of [
    ["auto", local],
    ["other", { endpoint: "http://127.0.0.1:1" }],
    ["mine", { endpoint: "gopher://x" }],
    ["mine", { type: "openaj" }],
    ["mine", { ca_file: "/nowhere.pem" }],
  ] as const)
    expect(() => changeServer(paths, name, changes)).toThrow(expect.objectContaining({ code: "config_invalid" }));
  expect(readFileSync(paths.servers, "utf8")).toBe(before);
});

test("a change can be taken back", () => {
  const paths = newPaths();
  changeServer(paths, "mine", local);
  const before = readFileSync(paths.servers, "utf8");

  changeServer(paths, "mine", { region: "here" }).undo();

  expect(readFileSync(paths.servers, "utf8")).toBe(before);
});

test("S-26: no key is written into a file that others can read", () => {
  const paths = newPaths();
  writeFileSync(paths.servers, "mine: { endpoint: http://127.0.0.1:1, type: openai }\n");
  chmodSync(paths.servers, 0o644);

  expect(() => changeServer(paths, "mine", { api_key: canaries.held })).toThrow(
    expect.objectContaining({ code: "home_unsafe" }),
  );
  expect(readFileSync(paths.servers, "utf8")).not.toContain("CANARY");
});

test("S-26: a folder inside a repository is known for one", () => {
  const top = scratchFolder();
  const inner = join(top, "a", "b");
  mkdirSync(inner, { recursive: true });

  expect(repositoryAbove(inner)).toBeNull();
  mkdirSync(join(top, ".git"));
  expect(existsSync(inner)).toBe(true);
  expect(repositoryAbove(inner)).toBe(top);
});
