import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { readSettings } from "../../src/config/read.ts";
import { problemLine } from "../../src/core/problem.ts";
import { noOrders } from "../../src/lifecycle/orders.ts";
import { providers } from "../../src/providers/index.ts";
import { scratchFolder } from "../support/scratch.ts";

type Sample = { readonly kind: "config" | "servers" | "env"; readonly text: string };

/** Reads a sample as people would put it down: in the home, or named by --env-file. */
const load = ({ kind, text }: Sample) => {
  const home = scratchFolder();
  const file = join(home, kind === "env" ? ".env" : `${kind}.yaml`);
  writeFileSync(file, text);
  chmodSync(file, 0o600);
  const orders = { ...noOrders, envFile: kind === "env" ? file : null };
  const { config, upstreams } = readSettings({ paths: pathsUnder(home), orders, env: {}, providers });
  const warnings = config.warnings.map((one) => problemLine(one).replaceAll(`${home}/`, ""));
  const upstream = (name: string) => upstreams.find((one) => one.name === name);
  return { values: config.values, sources: config.sources, upstream, warnings, home };
};

const folder = new URL("samples/", import.meta.url);
const ours = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
const kindOf = (name: string): Sample["kind"] =>
  name.endsWith(".env") ? "env" : name.endsWith("servers.yaml") ? "servers" : "config";
const loaded = (name: string) => {
  const sample = ours.find((one) => one.name === name);
  if (sample === undefined) throw new Error(`no sample ${name}`);
  return load({ kind: kindOf(name), text: sample.text });
};

test.each(ours.map(({ name }) => name))("%s is read as it stands", (name) => {
  expect(() => loaded(name)).not.toThrow();
});

describe("V12: the files of the memory proxy", () => {
  test("its addresses, its place and its memory count, what has no effect says why, once", () => {
    const { values, upstream, warnings } = loaded("memory-proxy.config.yaml");

    expect(values).toMatchObject({ "server.host": "0.0.0.0", "server.port": 8080, upstream: "auto" });
    expect(values).toMatchObject({
      "memory.decay": false,
      "memory.reward_profile": "QUALITY",
      "memory.min_messages": 10,
      "memory.min_importance": 0.3,
    });
    expect(upstream("openai")).toMatchObject({ origin: "https://api.openai.com", endpoints: [{ path: "/v1" }] });
    expect(upstream("anthropic")?.origin).toBe("https://api.anthropic.com");
    expect(warnings).toEqual([
      "config.yaml:5:3  vidurai.enable_decay  an older name: it is called memory.decay now",
      "config.yaml:6:3  vidurai.reward_profile  an older name: it is called memory.reward_profile now",
      "config.yaml:7:3  vidurai.compression_threshold  an older name: it is called memory.min_messages now",
      "config.yaml:8:3  vidurai.min_importance  an older name: it is called memory.min_importance now",
      "config.yaml:9:1  ai_providers  an older name: addresses are in servers.yaml now, as endpoint",
      "config.yaml:14:1  metrics  has no effect: savings are always counted; see them with proxy-cli stats, or tui",
    ]);
  });

  test("its variables count, and a client's key is not taken for itself", () => {
    const { values, upstream, warnings } = loaded("memory-proxy.env");

    expect(values).toMatchObject({ "server.host": "0.0.0.0", "server.port": 8080 });
    expect(values).toMatchObject({ "memory.min_messages": 10, "memory.reward_profile": "QUALITY" });
    expect(upstream("openai")?.key).toBeNull();
    expect(warnings).toContainEqual(expect.stringContaining(".env:1  OPENAI_API_KEY  is not used by itself"));
  });
});

test("the variables of the cached gateway: G5: its port and its store count", () => {
  const { values, sources, home } = loaded("cached-gateway.env");

  expect([values["server.port"], sources["server.port"]]).toEqual([8080, `env-file ${home}/.env:1`]);
  expect([values["store.redis_url"], sources["store.redis_url"]]).toEqual([
    "redis://localhost:6379",
    `env-file ${home}/.env:6`,
  ]);
});

describe("the files of the z.ai proxy", () => {
  test("Z11: its servers.yaml has two regions with a key each", () => {
    const { upstream, warnings } = loaded("zai-proxy.servers.yaml");

    expect(upstream("cn")).toMatchObject({ provider: "zai", region: "China", key: "your-cn-api-key" });
    expect(upstream("international")).toMatchObject({ origin: "https://api.z.ai", key: "your-international-api-key" });
    expect(warnings).toEqual([
      "servers.yaml:5:3  upstreams.cn.api_key  looks like a placeholder",
      "servers.yaml:11:3  upstreams.international.api_key  looks like a placeholder",
    ]);
  });

  test("Z11: its config.yaml has names of its own for four settings of ours", () => {
    expect(loaded("zai-proxy.config.yaml").values).toMatchObject({
      upstream: "cn",
      "log.level": "debug",
      "server.port": 8080,
      "server.host": "127.0.0.1",
    });
  });

  test("Z12: its variables set the upstream, its key and two addresses, and times in seconds", () => {
    const { values, sources, upstream, home } = loaded("zai-proxy.env");

    expect(values).toMatchObject({
      upstream: "international",
      "server.host": "0.0.0.0",
      "server.port": 5000,
      "log.level": "info",
      "timeouts.first_byte_ms": 300_000,
      "timeouts.first_byte_stream_ms": 300_000,
      "timeouts.stream_idle_ms": 300_000,
      "timeouts.connect_ms": 10_000,
      "zai.text_model": "glm-4.6",
      "zai.vision_model": "glm-4.6v",
      "zai.text_endpoint": "auto",
      "zai.thinking": "on",
    });
    expect(sources["zai.text_model"]).toStartWith(`env-file ${home}/.env:`);
    expect(sources.upstream).toBe(`env-file ${home}/.env:1`);
    expect(upstream("international")).toMatchObject({ key: "your_z_ai_api_key", keyHint: `env-file ${home}/.env:1` });
    expect(upstream("international")?.endpoints.filter(({ dialects }) => dialects.length > 0)).toEqual([
      { dialects: ["anthropic"], path: "/api/anthropic", dropPrefix: "", origin: "https://api.z.ai" },
      { dialects: ["openai-chat"], path: "/api/coding/paas/v4", dropPrefix: "/v1", origin: "https://api.z.ai" },
    ]);
  });
});

describe("the files of the gateway with middleware", () => {
  test("C3: its llm: is the upstream that is meant, and what has no effect is told", () => {
    const { values, sources, upstream, warnings, home } = loaded("middleware-gateway.config.yaml");

    expect(values).toMatchObject({ upstream: "custom", "server.port": 3000, "server.host": "0.0.0.0" });
    expect(values).toMatchObject({ "sessions.max": 10_000, "sessions.ttl_seconds": 3600 });
    expect(sources["sessions.max"]).toBe(`${home}/config.yaml`);
    expect(sources.upstream).toBe(`${home}/config.yaml`);
    expect(upstream("custom")).toMatchObject({ origin: "https://api.openai.com", key: "sk-your-key-here" });
    expect(warnings.map((line) => line.split("  ")[1])).toEqual([
      "llm",
      "llm.api_key",
      "session.enabled",
      "session.max_sessions",
      "session.session_ttl_seconds",
    ]);
  });

  test("C9: its variables do the same", () => {
    const { values, upstream } = loaded("middleware-gateway.env");

    expect(values).toMatchObject({ upstream: "custom", "log.level": "info" });
    expect(upstream("custom")).toMatchObject({ provider: "openai", key: "sk-your-key-here" });
  });
});

describe("the documents that these samples are taken from", () => {
  const documents = join(process.env["PROXY_DATA"] ?? "../shared/data", "../seeds");
  const isThere = existsSync(documents);
  if (!isThere)
    console.warn(`SKIPPED: there are no documents in ${documents} (set PROXY_DATA to the folder beside it)`);
  const samples = isThere ? readdirSync(documents).flatMap((name) => samplesIn(join(documents, name))) : [];

  test.skipIf(!isThere)("have as many samples as when this was written", () => {
    expect(samples.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array.from({ length: 6 }, () => "config" as const),
      ...Array.from({ length: 9 }, () => "env" as const),
      "servers" as const,
    ]);
  });

  test.each(samples.map((sample) => [sample.at, sample] as const))("%s", (_, sample) => {
    expect(() => load(sample)).not.toThrow();
  });
});

/** Every piece of YAML, and every list of variables, that a document has between its fences. */
function samplesIn(file: string): readonly (Sample & { readonly at: string })[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)].flatMap(
    ({ 1: language = "", 2: body = "", index }): (Sample & { at: string })[] => {
      const at = `${language} in line ${text.slice(0, index).split("\n").length} of ${file.slice(file.lastIndexOf("/") + 1)}`;
      if (language === "yaml" && !/^services:/m.test(body))
        return [{ at, kind: body.includes("endpoint:") ? ("servers" as const) : ("config" as const), text: body }];
      const lines = body.split("\n").map((line) => line.replace(/^ *(?:- )?/, ""));
      const variables = lines.filter((line) => /^(?:export )?[A-Z][A-Z_]+=\S*$/.test(line));
      return variables.length === 0 ? [] : [{ at, kind: "env" as const, text: variables.join("\n") }];
    },
  );
}
