import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canaries } from "../support/canary.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
  mkdirSync(corner.home, { mode: 0o700 });
});

afterEach(() => corner.leave());

/** A file of the home, or of the folder one is in. */
const put = (path: string, text: string, mode = 0o600): string => {
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
};

describe("what is wrong keeps the daemon from starting, and all of it is said", () => {
  test("D-07: both files and the environment at once, each with its place", async () => {
    put(join(corner.home, "config.yaml"), "server:\n  port: 70000\nlog: { level: loud }\ncompresion: on\n");
    put(
      join(corner.home, "servers.yaml"),
      "cn:\n  endpoint: htps://open.bigmodel.cn\nmine:\n  endpoint: http://api.example.com\n  type: openai\nmine:\n  typ: x\n",
    );

    const { code, err } = await corner.cli(["start"], { PROXY_TIMEOUTS_DRAIN_MS: "soon", PROXY_PORT: "" });

    expect(code).toBe(78);
    for (const line of [
      "config.yaml:2:3  server.port  must be a whole number from 0 to 65535, got 70000",
      'config.yaml:3:8  log.level  must be debug, info, warn or error, got "loud"',
      "config.yaml:4:1  compresion  unknown key",
      'servers.yaml:2:3  upstreams.cn.endpoint  htps: is not http or https, got "htps://open.bigmodel.cn", did you mean "https://open.bigmodel.cn"?',
      "servers.yaml:4:3  upstreams.mine.endpoint  http:// would send keys in the clear to api.example.com",
      "servers.yaml:6:1  mine  stands here twice, first in line 3",
      'env PROXY_TIMEOUTS_DRAIN_MS  timeouts.drain_ms  must be a whole number from 1 to 86400000, got "soon"',
    ])
      expect(err).toContain(line);
  });

  test.each([
    ["a tab", "server:\n\tport: 1\n", "config.yaml:2:1  yaml  Tabs are not allowed as indentation   in: \\tport: 1"],
    ["a bracket without end", "server: {port: 1\n", "config.yaml:"],
    ["bytes of a program", "\u0000\u0001", "config.yaml:1  is not a text"],
    ["megabytes", "#".repeat(5_000_000), "config.yaml  has 4883 KB"],
    ["the same key twice", "log: {level: info}\nlog: {level: warn}\n", "config.yaml:2:1  log  stands here twice"],
    ["aliases without end", "a: &a [*a]\n", "nested too deeply"],
  ])("D-06: %s", async (_, text, told) => {
    put(join(corner.home, "config.yaml"), text);

    const { code, err } = await corner.cli(["start"]);

    expect([code, err]).toEqual([78, expect.stringContaining(told)]);
  });

  test("D-06: a line with a key in it is quoted without the key", async () => {
    put(join(corner.home, "servers.yaml"), `cn:\n\tapi_key: ${canaries.held}\n`);

    const { code, err } = await corner.cli(["start"]);

    expect(code).toBe(78);
    expect(err).toContain("servers.yaml:2:1");
    expect(err).not.toContain(canaries.held);
  });

  test("S-05: a file that others can write is not read", async () => {
    const file = put(join(corner.folder, "config.yaml"), "server: { port: 0 }\n", 0o666);

    const { code, err } = await corner.cli(["start", "--config", file]);

    expect(code).not.toBe(0);
    expect(err).toContain("can be changed by other users (mode 0666), so it is not read");
    expect(err).toContain(`chmod go-w ${file}`);
  });

  test("S-05: a file of variables with a key that others can read is refused", async () => {
    const file = put(join(corner.folder, ".env"), `LLM_API_KEY=${canaries.held}\n`, 0o644);

    const { code, err } = await corner.cli(["start", "--env-file", file]);

    expect([code === 0, err]).toEqual([false, expect.stringContaining(`chmod 600 ${file}`)]);
  });

  test("an address of another program's sample that is open to all is read, and refused for its own reason", async () => {
    put(join(corner.home, "config.yaml"), 'server:\n  host: "0.0.0.0"\n  port: 0\nmetrics:\n  track_savings: true\n');

    const { code, err } = await corner.cli(["start"]);

    expect(code).toBe(78);
    expect(err).not.toContain("config.yaml:");
    expect(err).toContain("refusing to listen");
  });
});

describe("Z12, C9: a file of variables", () => {
  const text = `LLM_BASE_URL=http://127.0.0.1:9/v1\nLLM_TYPE=openai\nLLM_API_KEY=${canaries.held}\nPORT=0\nLOG_LEVEL=DEBUG\nREDIS_URL=redis://:${canaries.held}@127.0.0.1:9\n`;

  test("makes an upstream and settings that say where they come from; no key gets into the daemon's environment", async () => {
    const file = put(join(corner.folder, ".env"), text);

    const { code, err } = await corner.cli(["start", "--env-file", ".env"], { LLM_API_KEY: canaries.openai });
    const { settings } = await controlOf(corner).config({});
    const { current, upstreams } = await controlOf(corner).upstreams({});
    const { pid } = await controlOf(corner).status({});

    expect([code, err]).toEqual([0, expect.not.stringContaining(canaries.held)]);
    expect(settings.find(({ name }) => name === "store.redis_url")).toMatchObject({
      value: "redis://...@127.0.0.1:9",
      source: `env-file ${file}:6`,
    });
    expect(settings.find(({ name }) => name === "log.level")).toMatchObject({
      value: "debug",
      source: `env-file ${file}:5`,
    });
    expect(current).toBe("custom");
    expect(upstreams.find(({ name }) => name === "custom")).toMatchObject({ key: `env-file ${file}:3` });
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
    for (const key of [canaries.held, canaries.openai]) expect(environment).not.toContain(key);
  });

  test("is kept by a restart, and its upstream with it", async () => {
    put(join(corner.folder, ".env"), text);
    await corner.cli(["start", "--env-file", ".env"]);

    const { code } = await corner.cli(["restart"]);

    expect(code).toBe(0);
    expect((await controlOf(corner).upstreams({})).current).toBe("custom");
  });

  test("is not taken from the folder one is in", async () => {
    put(join(corner.folder, ".env"), text);
    await corner.cli(["start"]);

    expect((await controlOf(corner).upstreams({})).upstreams.some(({ name }) => name === "custom")).toBe(false);
    expect(statSync(join(corner.folder, ".env")).isFile()).toBe(true);
  });
});

test("C9: LLM_API_KEY of the environment reaches the daemon, and is seen in no place that others can look into", async () => {
  const variables = { LLM_BASE_URL: "http://127.0.0.1:9/v1", LLM_TYPE: "openai", LLM_API_KEY: canaries.held };

  const { code } = await corner.cli(["start"], variables);
  const { upstreams } = await controlOf(corner).upstreams({});
  const { pid } = await controlOf(corner).status({});

  expect(code).toBe(0);
  expect(upstreams.find(({ name }) => name === "custom")).toMatchObject({ key: "env LLM_API_KEY" });
  expect(readFileSync(`/proc/${pid}/environ`, "utf8")).not.toContain(canaries.held);
});
