import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { customName, readSettings } from "../../src/config/read.ts";
import { noOrders, type Orders } from "../../src/orders.ts";
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
