import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("every setting is listed with where it comes from, running or not", async () => {
  const down = await corner.cli(["config", "--list"]);
  await corner.cli(["start", "--log-level", "debug"]);
  const up = await corner.cli(["config"]);

  expect(down.out).toMatch(/^server\.port +0 +env PROXY_PORT\n/);
  expect(up.out).toMatch(/\nlog\.level +debug +flag\n/);
});

test("one value is printed alone, also by the old names", async () => {
  expect((await corner.cli(["config", "--get", "current_server"])).out).toBe("auto\n");
  expect((await corner.cli(["config", "get", "log_level"])).out).toBe("info\n");
  expect((await corner.cli(["config", "--path"])).out).toBe(`${join(corner.home, "config.yaml")}\n`);
});

test("a value is written where comments stay, and a running daemon takes it at once", async () => {
  await corner.cli(["start"]);
  const file = join(corner.home, "config.yaml");
  writeFileSync(file, "# mine\nlog:\n  level: info # why not\n");

  const ran = await corner.cli(["config", "--set", "log_level", "DEBUG"]);

  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(readFileSync(file, "utf8")).toBe("# mine\nlog:\n  level: debug # why not\n");
  expect((await corner.cli(["config", "--get", "log.level"])).out).toBe("debug\n");
});

test("what only a restart can change says so, and what wins over the file is named", async () => {
  await corner.cli(["start"]);

  const host = await corner.cli(["config", "set", "host", "localhost"]);
  const port = await corner.cli(["config", "set", "port", "8123"]);

  expect(host.out).toContain("takes effect after: proxy-cli restart");
  expect(port.err).toContain("0 stays in force (env PROXY_PORT)");
});

test("a bad value or a name that is none changes nothing", async () => {
  const value = await corner.cli(["config", "--set", "server.port", "80800"]);
  const name = await corner.cli(["config", "--set", "sever.port", "1"]);

  expect([value.code, value.out, name.code, name.out]).toEqual([78, "", 78, ""]);
  expect(value.err).toContain("80800");
  expect(name.err).toContain("try: proxy-cli config --get server.port\n");
  expect(existsSync(join(corner.home, "config.yaml"))).toBeFalse();
});

test("keys are shown as hints", async () => {
  mkdirSync(corner.home, { mode: 0o700 });
  writeFileSync(join(corner.home, "servers.yaml"), "cn: { api_key: sk-secret-canary-9876 }\n", { mode: 0o600 });

  const { out } = await corner.cli(["config"]);

  expect(out).toMatch(/\nupstreams\.cn\.key +\.\.\.9876 /);
  expect(out).not.toContain("canary");
});

test("an upstream that nothing has is not written down; one whose key is not here is", async () => {
  const servers = join(corner.home, "servers.yaml");
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
  writeFileSync(servers, "work: { endpoint: 'http://127.0.0.1:9', type: openai, api_key: '${WORK_KEY}' }\n", {
    mode: 0o600,
  });

  const wrong = await corner.cli(["config", "--set", "upstream", "wrok"]);

  expect(wrong).toMatchObject({ code: 65, out: "" });
  expect(wrong.err).toContain("nothing was changed\ntry: proxy-cli config --set upstream work\n");
  expect((await corner.cli(["config", "--set", "upstream", "work"])).code).toBe(0);
});
