import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { loadServers } from "../../src/config/servers.ts";
import { providers } from "../../src/providers/index.ts";

const builtIn = readFileSync(new URL("../../config/servers.yaml", import.meta.url), "utf8");
const load = (own: string | null = null, secrets: Readonly<Record<string, string>> = {}) =>
  loadServers({ builtIn, own, providers, secrets });
const named = (name: string, own: string | null = null, secrets = {}) =>
  load(own, secrets).find((upstream) => upstream.name === name);

test("the built-in upstreams are there, with z.ai's two regions", () => {
  expect(load().map(({ name }) => name)).toEqual([
    "anthropic",
    "openai",
    "google",
    "mistral",
    "international",
    "cn",
    "simulator",
  ]);
  expect(named("cn")).toMatchObject({
    provider: "zai",
    region: "China",
    origin: "https://open.bigmodel.cn",
    key: null,
  });
  expect(named("cn")?.endpoints.map(({ path }) => path)).toEqual(["/api/anthropic", "/api/coding/paas/v4"]);
});

test("the shape of older files is read as it is", () => {
  const own = `cn:\n  name: China Server\n  endpoint: https://open.bigmodel.cn/api/anthropic\n  region: China\n  api_key: abcdefghijklmnop1234\n  latency_ms: 50\n`;

  expect(named("cn", own)).toMatchObject({
    provider: "zai",
    region: "China",
    key: "abcdefghijklmnop1234",
    keyHint: "...1234",
  });
});

test("a field of one's own replaces the built-in one, the others stay", () => {
  expect(named("openai", "openai:\n  endpoint: http://127.0.0.1:9/\n")).toMatchObject({
    provider: "openai",
    origin: "http://127.0.0.1:9",
  });
});

test("a key comes from a variable, and only the variable's name is shown", () => {
  const own = "openai:\n  api_key: ${MY_KEY}\n";

  expect(named("openai", own, { MY_KEY: "sk-secret" })).toMatchObject({ key: "sk-secret", keyHint: "env MY_KEY" });
  expect(() => load(own)).toThrow("${MY_KEY} is not set");
});

test("of a short key nothing is shown, and what surrounds a key is not part of it", () => {
  expect(named("openai", "openai:\n  api_key: abcd\n")?.keyHint).toBe("...");
  expect(named("openai", "openai:\n  api_key: ${MY_KEY}\n", { MY_KEY: "sk-secret\r\n" })?.key).toBe("sk-secret");
});

test("an address with a path takes every format there", () => {
  const own = "mine:\n  endpoint: https://gateway.example/llm/v1/\n  type: openai\n";

  expect(named("mine", own)?.endpoints).toEqual([
    { dialects: ["openai-chat", "openai-responses"], path: "/llm/v1", dropPrefix: "/v1" },
  ]);
});

describe("what cannot be is refused with the place and the reason", () => {
  for (const [own, why] of [
    ["mine:\n  endpoint: https://x.example\n", "mine.type: missing"],
    ["mine:\n  endpoint: https://x.example\n  type: opnai\n", 'unknown "opnai"; one of anthropic'],
    ["mine:\n  type: openai\n", "mine.endpoint: missing"],
    ["mine:\n  endpoint: https://x.example\n  type: openai\n  apikey: x\n", "apikey"],
    ["- a list\n", "expected record"],
    ["auto:\n  endpoint: https://x.example\n  type: openai\n", '"auto": a name is letters'],
    ['"-":\n  endpoint: https://x.example\n  type: openai\n', '"-": a name is letters'],
    ["два слова:\n  endpoint: https://x.example\n  type: openai\n", "a name is letters"],
    ["simulator:\n  endpoint: https://x.example\n", "may only be on this machine, not x.example"],
    ["openai:\n  api_key: ''\n", "openai.api_key: empty"],
    ['openai:\n  api_key: "a\\nb"\n', "openai.api_key: empty, or with spaces or signs"],
    ["a: [unclosed\n", "servers.yaml"],
  ] as const) {
    test(why, () => {
      expect(() => load(own)).toThrow(why);
    });
  }
});

test("S-44: http is for this machine, or for what is said to be private", () => {
  expect(() => load("mine:\n  endpoint: http://10.0.0.1\n  type: openai\n")).toThrow("in the clear");
  expect(named("mine", "mine:\n  endpoint: http://10.0.0.1\n  type: openai\n  private: true\n")?.origin).toBe(
    "http://10.0.0.1",
  );
});

test("D-06: a bomb of aliases does not go off", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;

  expect(() => load(bomb)).toThrow("servers.yaml");
});
