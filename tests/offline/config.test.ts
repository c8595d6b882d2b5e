import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { settingNames } from "../../src/config/schema.ts";
import {
  explained,
  fileSays,
  freshConfig,
  initialValue,
  jsonSchema,
  problemsIn,
  settingMeant,
  textSays,
  upstreamNames,
} from "../../src/offline/config.ts";
import { scratchFolder } from "../support/scratch.ts";

test("a setting is found by its name or an older one; another word brings the nearest", () => {
  expect(settingMeant("log_level")).toBe("log.level");
  expect(() => settingMeant("sever.port")).toThrow('no setting "sever.port"');
});

test("what a file says is read as far as it can be", () => {
  const file = join(scratchFolder(), "config.yaml");
  expect(fileSays(file).size).toBe(0);

  writeFileSync(file, "port: 1\nlog: { level: loud }\nnonsense: true\n");

  expect([...fileSays(file)]).toEqual([
    ["server.port", 1],
    ["log.level", "loud"],
  ]);
  expect(textSays("egress: { proxy: 'http://me:canary@p:1' }\n").get("egress.proxy")).toBe("http://...@p:1");
});

test("D-07 everything that is wrong in both files is told at once, also an upstream that nothing has", () => {
  const paths = pathsUnder(scratchFolder());
  writeFileSync(paths.config, "log:\n  level: loud\nprot: 1\n");
  writeFileSync(paths.servers, "cn: { endpoint: 'htps://x.example' }\n", { mode: 0o600 });

  const names = problemsIn(paths, {}).map(({ name }) => name);

  expect(names).toEqual(expect.arrayContaining(["log.level", "prot", "upstreams.cn.endpoint"]));
  writeFileSync(paths.config, "upstream: opnai\n");
  writeFileSync(paths.servers, "", { mode: 0o600 });
  expect(problemsIn(paths, {}).filter(({ severity }) => severity === "error")).toMatchObject([
    { name: "upstream", got: '"opnai"', nearest: "openai" },
  ]);
});

test("an address that a start would refuse to listen on is told", () => {
  const paths = pathsUnder(scratchFolder());
  writeFileSync(paths.config, "server: { host: 0.0.0.0 }\n");

  expect(problemsIn(paths, {})).toMatchObject([{ severity: "error", name: "server.host" }]);
});

test("the names of upstreams need no keys", () => {
  const paths = pathsUnder(scratchFolder());
  writeFileSync(paths.servers, "work: { endpoint: 'http://127.0.0.1:9', type: openai, api_key: '${NOT_HERE}' }\n", {
    mode: 0o600,
  });

  expect(upstreamNames(paths, {})).toContain("work");
});

test("every setting can be explained in words", () => {
  expect(explained("server.port")).toMatchObject({
    type: "a whole number from 0 to 65535",
    initial: 8080,
    env: ["PROXY_SERVER_PORT", "PROXY_PORT"],
    aliases: ["port"],
    restart: true,
  });
  for (const name of settingNames) {
    const { type, env } = explained(name);
    expect(type, name).not.toBe("");
    expect(env, "each variable once").toEqual([...new Set(env)]);
  }
  expect(initialValue("log.level")).toBe("info");
});

test("there is a schema for each file, and a file to begin with", () => {
  expect(jsonSchema("config")).toMatchObject({ title: "proxy-cli config.yaml" });
  expect(jsonSchema("servers")).toMatchObject({ title: "proxy-cli servers.yaml" });
  expect(freshConfig(true).length).toBeGreaterThan(freshConfig(false).length);
});
