import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { customName, readSettings, upstreamAt } from "../../src/config/read.ts";
import { noOrders, type Orders } from "../../src/lifecycle/orders.ts";
import { providers } from "../../src/providers/index.ts";
import { canaries } from "../support/canary.ts";
import { scratchFolder } from "../support/scratch.ts";

const read = (files: Readonly<Record<string, string>> = {}, orders: Partial<Orders> = {}) => {
  const home = scratchFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
  return {
    home,
    settings: readSettings({ paths: pathsUnder(home), orders: { ...noOrders, ...orders }, env: {}, providers }),
  };
};

test("an empty home has the defaults and the built-in upstreams", () => {
  const { settings } = read();

  expect(settings.config.values.upstream).toBe("auto");
  expect(settings.upstreams.length).toBeGreaterThan(5);
});

test("both files of a home count, and flags win", () => {
  const files = {
    "config.yaml": "server:\n  port: 1\n  host: 127.0.0.3\n",
    "servers.yaml": "mine:\n  endpoint: https://x.example\n  type: openai\n",
  };
  const { settings } = read(files, { flags: { "server.port": "2" } });

  expect(settings.config.values).toMatchObject({ "server.port": 2, "server.host": "127.0.0.3" });
  expect(settings.upstreams.some(({ name }) => name === "mine")).toBe(true);
});

test("an address from the command line is one more upstream, whose key is not shown", () => {
  const { settings } = read({}, { upstream: { endpoint: "http://10.0.0.1:9", type: "openai", key: canaries.openai } });
  const custom = settings.upstreams.find(({ name }) => name === customName);

  expect(custom).toMatchObject({ origin: "http://10.0.0.1:9", key: canaries.openai, keyHint: "from the command line" });
});

test("the demo has no upstream that is not on this machine, whatever its files say", () => {
  const servers =
    "demo-a:\n  endpoint: 'simulator:'\n  type: simulator\naway:\n  endpoint: https://x.example\n  type: openai\n";

  const { settings } = read({ "servers.yaml": servers }, { demo: true });

  expect(settings.upstreams.map(({ name }) => name)).toEqual(["demo-a"]);
});

test("an address out of somebody's variables takes the paths and the keys that it would have got without us", () => {
  const at = (endpoint: string, type: string, prefix: string) =>
    upstreamAt({ name: "via", endpoint, type, prefix }, providers);

  expect(at("https://gw.example/team/", "anthropic", "")).toMatchObject({
    forwardClientKey: true,
    isLent: true,
    key: null,
    endpoints: [{ origin: "https://gw.example", path: "/team", dropPrefix: "" }],
  });
  expect(at("http://10.0.0.5:4000/openai", "openai", "/v1").endpoints[0]).toMatchObject({
    path: "/openai",
    dropPrefix: "/v1",
  });
  for (const odd of ["https://u:p@gw.example", "ftp://x", "", "http://169.254.169.254/"])
    expect(() => at(odd, "openai", "/v1")).toThrow();
  for (const odd of ["v1", "/v1/", "//elsewhere.example", "/v1?x"])
    expect(() => at("https://gw.example", "openai", odd)).toThrow();
  for (const gaps of [{}, { endpoint: "https://gw.example", type: "openai", prefix: "" }])
    expect(() => upstreamAt(gaps as never, providers)).toThrow("with its name");
});
