import { describe, expect, test } from "bun:test";
import { readConfigFile } from "../../../src/config/layers/config-file.ts";
import { complaintsOf } from "../../support/problems.ts";

const read = (text: string) => {
  const [layer, complaints] = complaintsOf((complain) => readConfigFile(text, "config.yaml", complain));
  const settings = Object.fromEntries([...layer.settings].map(([name, { value }]) => [name, value]));
  const upstreams = Object.fromEntries(
    [...layer.upstreams].map(([name, { fields }]) => [
      name,
      Object.fromEntries([...fields].map(([field, { value }]) => [field, value])),
    ]),
  );
  return { settings, upstreams, implied: layer.implied?.value ?? null, complaints };
};

test("settings may stand in sections or with their whole name", () => {
  expect(read("server:\n  port: 1\nlog.level: warn\n")).toMatchObject({
    settings: { "server.port": 1, "log.level": "warn" },
    complaints: [],
  });
  expect(read("server.port: 1\nserver: {port: 2}\n").complaints).toEqual([
    "x config.yaml:2:10  server.port  is set twice, first in line 1",
  ]);
});

test("older names count, and each says its new one", () => {
  expect(read("current_server: cn\nlog_level: DEBUG\nport: 8080\nhost: 127.0.0.1\n")).toMatchObject({
    settings: { upstream: "cn", "log.level": "debug", "server.port": 8080, "server.host": "127.0.0.1" },
    complaints: [
      "! config.yaml:1:1  current_server  an older name: it is called upstream now",
      "! config.yaml:2:1  log_level  an older name: it is called log.level now",
      "! config.yaml:3:1  port  an older name: it is called server.port now",
      "! config.yaml:4:1  host  an older name: it is called server.host now",
    ],
  });
  expect(read("upstream: {current: cn}\n").settings).toEqual({ upstream: "cn" });
});

test("a section that changes nothing here is checked, and told why", () => {
  expect(read("metrics: {track_savings: true}\n").complaints).toEqual([
    "! config.yaml:1:1  metrics  has no effect: savings are always counted; see them with proxy-cli stats, or tui",
  ]);
  expect(read("session: {max_sesions: 1}\n").complaints).toEqual([
    'x config.yaml:1:11  session.max_sesions  unknown key, did you mean "session.max_sessions"?',
  ]);
  expect(read("middlewares: [{type: trase}]\n").complaints[0]).toContain(
    "must be trace, printer, user or the absolute path of a file",
  );
});

describe("addresses in older shapes", () => {
  test("llm: is one more upstream, and the one that is meant", () => {
    const { upstreams, implied } = read("llm: {base_url: https://x.example, type: openai, api_key: k}\n");

    expect(upstreams).toEqual({ custom: { endpoint: "https://x.example", type: "openai", api_key: "k" } });
    expect(implied).toBe("custom");
  });

  test("ai_providers: changes the address of an upstream", () => {
    expect(read("ai_providers:\n  openai: {base_url: https://x.example/v1}\n").upstreams).toEqual({
      openai: { endpoint: "https://x.example/v1" },
    });
  });
});

test("any other key is none, also one that every object has", () => {
  expect(read("constructor: 1\ncompresion: 2\n").complaints).toEqual([
    "x config.yaml:1:1  constructor  unknown key",
    "x config.yaml:2:1  compresion  unknown key",
  ]);
});
