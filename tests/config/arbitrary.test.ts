import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyText } from "../../scripts/fuzz/any-text.ts";
import { loadConfig } from "../../src/config/layers/load.ts";
import { loadServers } from "../../src/config/servers/load.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { providers } from "../../src/providers/index.ts";

const scalar = fc.oneof(
  fc.constantFrom(
    "8080",
    "true",
    "null",
    "~",
    "1e999",
    ".nan",
    "'x'",
    '"8080"',
    "*a",
    "&a 1",
    "!!binary aGk=",
    "2026-01-01",
  ),
  fc.string({ maxLength: 12 }),
);

const key = fc.oneof(
  fc.constantFrom(
    "server",
    "port",
    "server.port",
    "log",
    "log_level",
    "upstream",
    "current_server",
    "llm",
    "ai_providers",
  ),
  fc.constantFrom("vidurai", "middlewares", "session", "<<", "__proto__", "constructor", "? [a]", "*a", "null", "8080"),
  fc.constantFrom("cn", "endpoint", "endpoints", "type", "api_key", "base_url", "private"),
);

/** Lines as people write them, of keys that are known, half known and none. */
const yaml = fc
  .array(fc.tuple(fc.nat(4), key, fc.option(scalar, { nil: "" })), { maxLength: 25 })
  .map((lines) => lines.map(([depth, name, value]) => `${"  ".repeat(depth)}${name}: ${value}\n`).join(""));

const anyFile = fc.oneof(yaml, anyText({ maxLength: 300 }), fc.string({ maxLength: 300 }));

/** What reading comes to when it does not come to anything. */
const failureOf = (read: () => unknown): unknown => {
  try {
    read();
    return null;
  } catch (thrown) {
    return thrown instanceof ProxyError && thrown.code === "config_invalid" && thrown.problems.length > 0
      ? null
      : thrown;
  }
};

describe("D-06: whatever stands in a file is read or told, and nothing else is ever thrown", () => {
  test("in config.yaml", () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        expect(failureOf(() => loadConfig({ text, file: "config.yaml", env: {}, flags: {} }))).toBeNull();
      }),
    );
  });

  test("in servers.yaml", () => {
    const means = { builtIn: "", file: "servers.yaml", providers, secrets: {}, readFile: () => "" };
    fc.assert(
      fc.property(anyFile, (own) => {
        expect(failureOf(() => loadServers({ ...means, own }))).toBeNull();
      }),
    );
  });

  test("in a file of variables, and in the environment", () => {
    const variable = fc.constantFrom(
      "PORT",
      "LLM_BASE_URL",
      "UPSTREAM_BASE",
      "STREAM_TIMEOUT",
      "PROXY_SERVER_PORT",
      "DEBUG",
    );
    const line = fc.oneof(
      fc.tuple(variable, scalar).map(([name, value]) => `${name}=${value}`),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), fc.dictionary(variable, fc.string()), (lines, env) => {
        const envFile = { file: ".env", text: lines.join("\n") };
        expect(failureOf(() => loadConfig({ text: null, file: "", env, envFile, flags: {} }))).toBeNull();
      }),
    );
  });
});
