import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadServers, readdressed } from "../../../src/config/servers/load.ts";
import { providers } from "../../../src/providers/index.ts";
import { complaintsOf } from "../../support/problems.ts";
import { scratchFolder } from "../../support/scratch.ts";

const builtIn = readFileSync(new URL("../../../config/servers.yaml", import.meta.url), "utf8");
const readFile = (path: string): string => readFileSync(path, "utf8");
const load = (own: string | null = null, secrets: Readonly<Record<string, string>> = {}) =>
  loadServers({ builtIn, own, file: "servers.yaml", providers, secrets, readFile });
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

test("the two addresses of older settings are one upstream with an address for each format", () => {
  const own = `cn:
  endpoints:
    anthropic: https://a.example/api/anthropic
    openai-chat: https://b.example/api/coding/paas/v4
`;

  expect(named("cn", own)?.endpoints.filter(({ origin }) => origin !== "https://open.bigmodel.cn")).toEqual([
    { dialects: ["anthropic"], path: "/api/anthropic", dropPrefix: "", origin: "https://a.example" },
    { dialects: ["openai-chat"], path: "/api/coding/paas/v4", dropPrefix: "/v1", origin: "https://b.example" },
  ]);
});

test("one that ships stays one, wherever its address leads; all others are the user's own", () => {
  const own =
    "openai:\n  endpoint: https://gateway.example\nlocal:\n  endpoint: http://127.0.0.1:11434\n  type: openai\n";

  expect(named("openai", own)?.isShipped).toBe(true);
  expect(named("local", own)?.isShipped).toBe(false);
});

test("whose prices one passes on is a price list that there is", () => {
  const own = (list: string) => `gate:\n  endpoint: https://gate.example\n  type: openai\n  prices_of: ${list}\n`;

  expect(named("gate", own("zai-cn"))?.pricesOf).toBe("zai-cn");
  expect(named("openai", "")?.pricesOf).toBeNull();
  expect(() => load(own("opnai"))).toThrow(
    /upstreams\.gate\.prices_of {2}unknown "opnai"; one of .*openai.*did you mean "openai"\?/,
  );
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

describe("what cannot be is refused with the place and the reason", () => {
  for (const [own, why] of [
    ["mine:\n  endpoint: https://x.example\n", "mine.type  missing"],
    ["mine:\n  endpoint: https://x.example\n  type: opnai\n", 'unknown "opnai"; one of anthropic'],
    ["mine:\n  type: openai\n", "mine.endpoint  missing"],
    ["mine:\n  endpoint: https://x.example\n  type: openai\n  apikey: x\n", "apikey"],
    ["mine:\n  endpoints: { antropic: https://x.example }\n  type: openai\n", "antropic"],
    ["mine:\n  endpoints: { gemini: 'https://u:p@x.example' }\n  type: google\n", "mine.endpoints.gemini  keys do not"],
    ["- a list\n", "must be a map"],
    ["auto:\n  endpoint: https://x.example\n  type: openai\n", "upstreams.auto  a name is letters"],
    ['"-":\n  endpoint: https://x.example\n  type: openai\n', "upstreams.-  a name is letters"],
    ["два слова:\n  endpoint: https://x.example\n  type: openai\n", "a name is letters"],
    ["simulator:\n  endpoint: https://x.example\n", "may only be on this machine, not x.example"],
    ["openai:\n  api_key: ''\n", "openai.api_key  empty"],
    ['openai:\n  api_key: "a\\nb"\n', "openai.api_key  empty, or with spaces or signs"],
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

test("S-39: certificates go unchecked only on this machine or in a private network", () => {
  const own = (endpoint: string, more = "") =>
    `mine:\n  endpoint: ${endpoint}\n  type: openai\n  tls_verify: false\n${more}`;

  expect(named("mine", own("https://127.0.0.1:8443"))?.tls.verify).toBe(false);
  expect(named("mine", own("https://gateway.corp.example", "  private: true\n"))?.tls.verify).toBe(false);
  expect(() => load(own("https://gateway.corp.example"))).toThrow(
    "mine.tls_verify  certificates of gateway.corp.example",
  );
});

describe("S-40: certificates that cannot be read stop the start instead of being left out", () => {
  const file = join(scratchFolder(), "company.pem");
  const own = `mine:\n  endpoint: https://x.example\n  type: openai\n  ca_file: ${file}\n`;

  test("a file that is not there is named with its reason", () => {
    expect(() => load(own)).toThrow(`mine.ca_file  ${file} cannot be read (ENOENT)`);
  });

  test("so is one without a certificate in it", () => {
    writeFileSync(file, "not a certificate");

    expect(() => load(own)).toThrow(`mine.ca_file  ${file} holds no certificate`);
  });

  test("one that can be read is part of the upstream", () => {
    writeFileSync(file, "-----BEGIN CERTIFICATE-----\nx\n");

    expect(named("mine", own)?.tls).toEqual({ ca: "-----BEGIN CERTIFICATE-----\nx\n", verify: true });
  });
});

test("D-06: a bomb of aliases does not go off", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;

  expect(() => load(bomb)).toThrow("servers.yaml");
});

test("S-53: a key in the wrong place is neither told in the refusal nor printed as a warning", () => {
  const key = "0123456789abcdef0123456789abcdef.CANARYCANARYCANA";
  const printed: string[] = [];
  const { emitWarning } = process;
  process.emitWarning = (warning) => void printed.push(String(warning));

  const refusals = [`]  a: ${key}\n`, `${key}: 1\n`, `a: "${key}\n`, `a: &${key}: 1\n`, `a: !${key} b\n`].map((own) => {
    try {
      load(own);
      return "read";
    } catch (thrown) {
      return String(thrown);
    }
  });
  process.emitWarning = emitWarning;

  expect(refusals.join("\n")).not.toContain("CANARY");
  expect(refusals).not.toContain("read");
  expect(printed).toEqual([]);
});

test("a key out of a file does not follow to an address out of a variable, and that is said", () => {
  const where = { file: "a", line: 1, column: null };
  const draft = (said: Readonly<Record<string, string>>) => ({
    where,
    fields: new Map(Object.entries(said).map(([name, value]) => [name, { name, value, source: "a", where }])),
  });
  const files = new Map([["cn", draft({ endpoint: "https://a.example", api_key: "k" })]]);
  const moved = new Map([["cn", draft({ "endpoints.anthropic": "https://b.example" })]]);
  const both = new Map([["cn", draft({ "endpoints.anthropic": "https://b.example", api_key: "other" })]]);

  const [drafts, complaints] = complaintsOf((complain) => readdressed(files, moved, complain));
  const [kept] = complaintsOf((complain) => readdressed(files, both, complain));

  expect([...(drafts.get("cn")?.fields.keys() ?? [])]).toEqual(["endpoint", "endpoints.anthropic"]);
  expect(complaints).toEqual(["! a:1  endpoints.anthropic  the key in a:1 is not used for this address"]);
  expect(kept.get("cn")?.fields.get("api_key")?.value).toBe("other");
});
