import { beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Paths, pathsUnder } from "../../src/config/paths.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { applyImport, planImport } from "../../src/offline/import.ts";
import { fileOfStep, heldBy, nextStep, type Place, takeStep } from "../../src/offline/save.ts";
import { scratchFolder } from "../support/scratch.ts";

let paths: Paths;
let place: Place;
let folder: string;

beforeEach(() => {
  paths = pathsUnder(scratchFolder());
  place = { paths, env: {}, file: paths.config, now: 0, bringInForce: async () => null };
  folder = scratchFolder();
  writeFileSync(join(folder, "config.yaml"), "current_server: cn\nlog_level: DEBUG\nport: 5000\ntheme: dark\n");
  writeFileSync(
    join(folder, "servers.yaml"),
    `cn:
  name: "cn"
  endpoint: "https://open.bigmodel.cn"
  region: "China"
  api_key: "sk-canary-0123456789"
  latency_ms: 150.0
`,
  );
  mkdirSync(join(folder, "stats"));
  writeFileSync(join(folder, "stats", "2025.json"), "{}");
});

const plan = (replace = false) => planImport({ place, folder, replace });

test("Z11 an older folder is taken over under the names of here, and what is not known is told", async () => {
  const found = plan();

  expect(found.settings).toEqual([
    { name: "upstream", from: null, to: "cn" },
    { name: "log.level", from: null, to: "debug" },
    { name: "server.port", from: null, to: 5000 },
  ]);
  expect(found.upstreams).toEqual([{ name: "cn", action: "add" }]);
  expect(found.problems.find(({ name }) => name === "theme")).toMatchObject({ what: "unknown key" });
  expect(found.statistics).toBe(1);
  expect(existsSync(paths.config)).toBe(false);

  await applyImport(place, found, "import");
  expect(readFileSync(paths.config, "utf8")).toContain("upstream: cn\n");
  const servers = readFileSync(paths.servers, "utf8");
  expect(servers).toContain("api_key: sk-canary-0123456789\n");
  expect(servers).not.toContain("latency_ms");
  for (const file of [paths.config, paths.servers]) expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("both files are taken over, or none: what was written meanwhile stays, and what a daemon refuses goes", async () => {
  const found = plan();
  writeFileSync(paths.servers, "mine: { endpoint: http://127.0.0.1:1, type: openai }\n", { mode: 0o600 });

  await expect(applyImport(place, found, "import")).rejects.toMatchObject({ code: "cannot_write" });
  const refused = { ...place, bringInForce: () => Promise.reject(new ProxyError("config_invalid", "No.")) };
  await expect(applyImport(refused, plan(), "import")).rejects.toThrow("No.");

  expect(existsSync(paths.config)).toBe(false);
  expect(readFileSync(paths.servers, "utf8")).toBe("mine: { endpoint: http://127.0.0.1:1, type: openai }\n");
});

test("a second time there is nothing to do", async () => {
  await applyImport(place, plan(), "import");

  expect(plan()).toMatchObject({ settings: [], upstreams: [{ name: "cn", action: "same" }], serversText: null });
});

test("a server that is here under that name stays, unless it is to be replaced; comments stay", async () => {
  writeFileSync(paths.servers, "# mine\ncn:\n  api_key: sk-mine-0123456789 # the good one\n", { mode: 0o600 });

  expect(plan()).toMatchObject({ upstreams: [{ name: "cn", action: "kept" }], serversText: null });
  await applyImport(place, plan(true), "import");
  expect(readFileSync(paths.servers, "utf8")).toStartWith(
    "# mine\ncn:\n  api_key: sk-canary-0123456789 # the good one\n",
  );
});

test("a value that may not be and a server that cannot be are not written", async () => {
  writeFileSync(join(folder, "config.yaml"), "port: 99999\n");
  expect(plan().settings).toEqual([]);
  expect(plan().problems.filter(({ severity }) => severity === "error")).toMatchObject([
    { name: "server.port", got: "99999", line: 1 },
  ]);

  writeFileSync(join(folder, "servers.yaml"), "mine:\n  endpoint: https://x.example\n");
  await expect(applyImport(place, plan(), "import")).rejects.toMatchObject({ code: "config_invalid" });
  expect(existsSync(paths.servers)).toBe(false);
});

test("a folder without either file is none", () => {
  folder = scratchFolder();

  expect(() => plan()).toThrow("neither a config.yaml nor a servers.yaml");
});

test("an address for other machines and an example's key are not taken over, and the plan says so", async () => {
  writeFileSync(join(folder, "config.yaml"), "host: 0.0.0.0\nport: 5000\n");
  writeFileSync(
    join(folder, "servers.yaml"),
    "cn: { api_key: your-international-api-key }\nmine: { endpoint: https://x.example, type: openai, api_key: sk-canary-0123456789 }\n",
  );
  const found = plan();

  expect(found.settings.map(({ name }) => name)).toEqual(["server.port"]);
  expect(found.serversText).not.toContain("your-");
  expect(found.serversText).toContain("sk-canary-0123456789");
  expect(found.problems.filter(({ what }) => what.startsWith("is not taken over"))).toMatchObject([
    { name: "server.host", severity: "warning" },
    { name: "upstreams.cn.api_key", severity: "warning", got: null },
  ]);
  writeFileSync(join(folder, "config.yaml"), "host: 0.0.0.0\nserver.expose: true\n");
  expect(
    plan()
      .settings.map(({ name }) => name)
      .toSorted(),
  ).toEqual(["server.expose", "server.host"]);
});

test("config.yaml and then servers.yaml can be taken back, and done again", async () => {
  writeFileSync(paths.servers, "# mine\n", { mode: 0o600 });
  await applyImport(place, plan(), "import");
  const imported = readFileSync(paths.servers, "utf8");
  const step = async (way: "undo" | "redo"): Promise<string> => {
    const there = { ...place, file: fileOfStep(place, way) };
    const next = nextStep(there, way, heldBy(there));
    if (next === null) throw new Error("There is no step.");
    await takeStep(there, way, next);
    return there.file;
  };

  expect([await step("undo"), await step("undo")]).toEqual([paths.config, paths.servers]);
  expect(readFileSync(paths.servers, "utf8")).toBe("# mine\n");
  expect(statSync(paths.history).mode & 0o777).toBe(0o600);
  expect([await step("redo"), await step("redo")]).toEqual([paths.servers, paths.config]);
  expect(readFileSync(paths.servers, "utf8")).toBe(imported.replace(/^ +api_key: sk-.*\n/m, "")); // no key is kept
});
