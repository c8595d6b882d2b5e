import { expect, test } from "bun:test";
import { type Setup, toolNamed } from "../../../cli/programs/tools.ts";

const plain: Setup = {
  url: "http://127.0.0.1:1",
  env: {},
  headers: () => ({}),
  key: null,
  isAtHome: true,
  token: null,
};
const labelled = (env: Setup["env"] = {}): Setup => ({
  ...plain,
  env,
  headers: () => ({ "x-proxy-label": "run-1", "x-proxy-session": "s" }),
});

test.each([
  ["claude", "anthropic"],
  ["/opt/bin/codex", "openai"],
  ["./gemini", "google"],
  ["opencode", "anthropic"],
])("%s is known, wherever it lies", (command, home) => {
  expect(toolNamed(command)?.home).toBe(home);
});

test.each(["claude-x", "xclaude", "sh", "/claude/sh", ""])("%p is any program", (command) => {
  expect(toolNamed(command)).toBeNull();
});

test("a name of an upstream cannot break out of Codex's settings", () => {
  const setup = { ...plain, headers: () => ({ "x-proxy-upstream": 'a"},x={"' }) };
  const [, , , provider = ""] = toolNamed("codex")?.args(setup) ?? [];

  expect(Bun.TOML.parse(provider)).toMatchObject({
    model_providers: { "proxy-cli": { http_headers: { "x-proxy-upstream": 'a"},x={"' } } },
  });
});

test("a token goes to Codex by a variable, because its arguments can be read by others", () => {
  const setup = { ...plain, token: "pxy_1" };
  const codex = toolNamed("codex");
  const [, , , provider = ""] = codex?.args(setup) ?? [];

  expect(codex?.args(setup).join()).not.toContain("pxy_1");
  expect(codex?.variables(setup)).toEqual({ PROXY_CLI_TOKEN: "pxy_1" });
  expect(Bun.TOML.parse(provider)).toMatchObject({
    model_providers: { "proxy-cli": { env_http_headers: { "x-proxy-token": "PROXY_CLI_TOKEN" } } },
  });
});

test("headers reach every known tool, behind those that the person has set", () => {
  const [claude, codex, gemini, opencode] = ["claude", "codex", "gemini", "opencode"].map(toolNamed);
  const content = opencode?.variables(labelled())["OPENCODE_CONFIG_CONTENT"] ?? "";

  expect(claude?.variables(labelled({ ANTHROPIC_CUSTOM_HEADERS: "X-Team: blue\n" }))).toMatchObject({
    ANTHROPIC_CUSTOM_HEADERS: "X-Team: blue\nx-proxy-label: run-1\nx-proxy-session: s",
  });
  expect(gemini?.variables(labelled({ GEMINI_CLI_CUSTOM_HEADERS: "X-Team: blue" }))).toEqual({
    GEMINI_CLI_CUSTOM_HEADERS: "X-Team: blue, x-proxy-label: run-1, x-proxy-session: s",
  });
  expect(Bun.TOML.parse(codex?.args(labelled())[3] ?? "")).toMatchObject({
    model_providers: { "proxy-cli": { http_headers: { "x-proxy-label": "run-1", "x-proxy-session": "s" } } },
  });
  expect(JSON.parse(content).provider.google.options.headers).toEqual({
    "x-proxy-label": "run-1",
    "x-proxy-session": "s",
  });
});

test("opencode with settings of the person's own can be given nothing", () => {
  const env = { OPENCODE_CONFIG_CONTENT: "{}" };

  expect(toolNamed("opencode")?.takesHeaders(env)).toBe(false);
  expect(toolNamed("opencode")?.variables(labelled(env))).toEqual({});
});
