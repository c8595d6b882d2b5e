import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { keyHeaders } from "../../../cli/asking/key.ts";
import { pathsFrom } from "../../../src/config/paths.ts";
import type { ProxyError } from "../../../src/core/errors.ts";
import { scratchFolder } from "../../support/scratch.ts";

let home: string;
beforeEach(() => {
  home = scratchFolder();
  mkdirSync(home, { recursive: true });
  writeFileSync(pathsFrom({ PROXY_CLI_HOME: home }).token, "pxy_own\n");
});
afterEach(() => rmSync(home, { recursive: true }));

const env = { OPENAI_API_KEY: "sk-openai", ANTHROPIC_API_KEY: "sk-ant", GOOGLE_API_KEY: "AIza", GEMINI_API_KEY: "" };
const shown = (provider: string, url: string, more: object = {}) =>
  keyHeaders(
    { paths: pathsFrom({ PROXY_CLI_HOME: home }), env },
    { name: "it", provider, addresses: [{ dialects: [], url }], key: null, takesAnyKey: false, ...more },
  );

test("where the proxy adds the key, or any will do, none of this environment goes along", async () => {
  expect(await shown("openai", "https://api.openai.com/v1", { key: "...abcd" })).toEqual({
    "x-proxy-token": "pxy_own",
  });
  expect(await shown("simulator", "simulator:", { takesAnyKey: true })).toEqual({
    ...{ "x-proxy-token": "pxy_own", "x-api-key": "proxy-cli" },
  });
});

test.each([
  ["openai", "https://api.openai.com/v1", "sk-openai"],
  ["anthropic", "https://api.anthropic.com", "sk-ant"],
  ["google", "https://generativelanguage.googleapis.com", "AIza"],
])("a vendor's own address gets the key of just that vendor: %s", async (provider, url, key) => {
  expect((await shown(provider, url))["x-api-key"]).toBe(key);
});

test.each([
  ["openai", "https://llm.corp.example/v1"],
  ["openai", "https://api.openai.com.corp.example/v1"],
  ["anthropic", "https://api.z.ai/api/anthropic"],
  ["mistral", "https://api.mistral.ai"],
])("no key is shown to %s at %s, and it is said what to do", async (provider, url) => {
  const error = (await shown(provider, url).catch((thrown: unknown) => thrown)) as ProxyError;

  expect(error).toMatchObject({ code: "key_rejected", hint: "Try: proxy-cli keys set it" });
  expect(error.message).toContain('The proxy has no key for "it".');
});
