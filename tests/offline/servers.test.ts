import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import {
  changeServer,
  forgetServer,
  replaceServers,
  repositoryAbove,
  serverEntries,
} from "../../src/offline/servers.ts";
import { canaries } from "../support/canary.ts";
import { scratchFolder } from "../support/scratch.ts";

/** A home in which no daemon runs. */
const newHome = () => {
  const paths = pathsUnder(scratchFolder());
  return { paths, bringInForce: async () => null };
};
const local = { endpoint: "http://127.0.0.1:1", type: "openai" };

test("an upstream is written down for its owner alone, and gone again", async () => {
  const home = newHome();
  const { paths } = home;

  await changeServer(home, "mine", { ...local, api_key: canaries.held });

  expect(statSync(paths.servers).mode & 0o777).toBe(0o600);
  expect(serverEntries(paths).get("mine")).toEqual({ builtIn: null, own: { ...local, api_key: canaries.held } });
  await forgetServer(home, "mine", { what: "upstreams remove mine", at: 0 });
  expect(serverEntries(paths).has("mine")).toBe(false);
  expect(serverEntries(paths).get("cn")?.builtIn).toMatchObject({ region: "China" });
});

test("what could not be used changes nothing", async () => {
  const home = newHome();
  const { paths } = home;
  await changeServer(home, "mine", local);
  const before = readFileSync(paths.servers, "utf8");

  for (const [name, changes] of [
    ["auto", local],
    ["other", { endpoint: "http://127.0.0.1:1" }],
    ["mine", { endpoint: "gopher://x" }],
    ["mine", { type: "openaj" }],
    ["mine", { ca_file: "/nowhere.pem" }],
  ] as const)
    await expect(changeServer(home, name, changes)).rejects.toMatchObject({ code: "config_invalid" });
  expect(readFileSync(paths.servers, "utf8")).toBe(before);
});

test("what somebody else has written while one was editing is not lost", async () => {
  const home = newHome();
  await changeServer(home, "mine", local);
  const before = readFileSync(home.paths.servers, "utf8");

  await expect(replaceServers(home, "# all new\n", "# what was seen\n")).rejects.toMatchObject({
    code: "cannot_write",
  });
  expect(readFileSync(home.paths.servers, "utf8")).toBe(before);
  await replaceServers(home, "# all new\n", before);
  expect(readFileSync(home.paths.servers, "utf8")).toBe("# all new\n");
});

test("upstreams that are written at once are all there", async () => {
  const home = newHome();
  const names = ["a", "b", "c", "d"];

  await Promise.all(names.map((name) => changeServer(home, name, local)));

  for (const name of names) expect(serverEntries(home.paths).get(name)?.own).toEqual(local);
});

test("S-26: no key is written into a file that others can read", async () => {
  const home = newHome();
  const { paths } = home;
  writeFileSync(paths.servers, "mine: { endpoint: http://127.0.0.1:1, type: openai }\n");
  chmodSync(paths.servers, 0o644);

  await expect(changeServer(home, "mine", { api_key: canaries.held })).rejects.toMatchObject({ code: "home_unsafe" });
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
