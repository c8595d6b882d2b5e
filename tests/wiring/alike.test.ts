import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { readSettings } from "../../src/config/read.ts";
import { noOrders } from "../../src/lifecycle/orders.ts";
import { providers } from "../../src/providers/index.ts";
import { marksOf } from "../../src/wiring/alike.ts";
import { scratchFolder } from "../support/scratch.ts";

type Files = { readonly config?: string; readonly servers?: string; readonly models?: string };

/** What the files of one home come to. */
const marks = ({ config = "", servers = "{}\n", models = "" }: Files) => {
  const home = join(scratchFolder(), "home");
  mkdirSync(home, { mode: 0o700 });
  const files = { "config.yaml": config, "servers.yaml": servers, ...(models === "" ? {} : { "models.yaml": models }) };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text, { mode: 0o600 });
  return marksOf(readSettings({ paths: pathsUnder(home), orders: noOrders, env: {}, providers }));
};

/** The kinds of settings that differ between two homes. */
const differing = (one: Files, other: Files): readonly string[] => {
  const [here, there] = [marks(one), marks(other)];
  return Object.keys(here).filter((kind) => here[kind] !== there[kind]);
};

const server = (url: string, key: string): string =>
  `mine:\n  endpoint: ${url}\n  type: anthropic\n  api_key: ${key}\n`;

test("what daemons judge by together is told apart by its kind", () => {
  expect(differing({ config: "limits: { rates: [{ requests_per_day: 3 }] }\n" }, {})).toEqual(["limits"]);
  expect(differing({ config: "budgets: [{ name: a, per: day, dollars: 5 }]\n" }, {})).toEqual(["budgets"]);
  expect(differing({ config: "cache.ttl_seconds: 7\nbreaker.failures: 9\n" }, {})).toEqual(["breaker", "cache"]);
  expect(differing({ servers: server("https://one.example", "k") }, {})).toEqual(["upstreams"]);
});

test("what each machine has for itself is no difference, nor is a key", () => {
  expect(
    differing({ config: "server.port: 8999\nlog.level: debug\nlimits.max_in_flight: 9\nmemory.mode: off\n" }, {}),
  ).toEqual([]);
  const [one, other] = [server("https://one.example", "sk-one"), server("https://one.example", "sk-other")];
  expect(differing({ servers: one }, { servers: other })).toEqual([]);
});
