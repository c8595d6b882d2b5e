import { expect, test } from "bun:test";
import { toolNamed } from "../../../cli/programs/tools.ts";

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
  const setup = { url: "http://127.0.0.1:1", env: {}, upstream: 'a"},x={"', key: null, isAtHome: true, token: null };
  const [, , , provider = ""] = toolNamed("codex")?.args(setup) ?? [];

  expect(Bun.TOML.parse(provider)).toMatchObject({
    model_providers: { "proxy-cli": { http_headers: { "x-proxy-upstream": 'a"},x={"' } } },
  });
});

test("a token goes to Codex by a variable, because its arguments can be read by others", () => {
  const setup = { url: "http://127.0.0.1:1", env: {}, upstream: null, key: null, isAtHome: true, token: "pxy_1" };
  const codex = toolNamed("codex");
  const [, , , provider = ""] = codex?.args(setup) ?? [];

  expect(codex?.args(setup).join()).not.toContain("pxy_1");
  expect(codex?.variables(setup)).toEqual({ PROXY_CLI_TOKEN: "pxy_1" });
  expect(Bun.TOML.parse(provider)).toMatchObject({
    model_providers: { "proxy-cli": { env_http_headers: { "x-proxy-token": "PROXY_CLI_TOKEN" } } },
  });
});
