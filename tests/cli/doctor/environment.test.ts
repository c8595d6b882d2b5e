import { expect, test } from "bun:test";
import { judgeEnvironment } from "../../../cli/doctor/environment.ts";

const url = "http://127.0.0.1:8080";
const right = { ANTHROPIC_BASE_URL: url };
const judged = (
  env: Readonly<Record<string, string>>,
  { running = true, server = null }: { running?: boolean; server?: string | null } = {},
) => {
  const servers = Object.fromEntries(Object.keys(env).map((name) => [name, server]));
  return judgeEnvironment({ env, url: running ? url : null, servers }).map(({ level, text }) => [
    level,
    text.replace(/^shell: /, ""),
  ]);
};

test.each([
  [right, "ok", "variables lead here"],
  [{ ANTHROPIC_BASE_URL: "http://localhost:8080/" }, "ok", "variables lead here"],
  [{ OPENAI_BASE_URL: `${url}/v1` }, "ok", "variables lead here"],
  [{}, "hint", "no base URL is set here"],
  [{ ANTHROPIC_BASE_URL: "https://x.example/p?key=sk-1" }, "hint", "points to another host (x.example)"],
  [{ ANTHROPIC_BASE_URL: "127.0.0.1:8080" }, "problem", "is no URL"],
  [{ ANTHROPIC_BASE_URL: `${url}/v1` }, "problem", "ask for /v1 twice"],
  [{ OPENAI_BASE_URL: `${url}/v1/v1` }, "problem", "ask for /v1 twice"],
  [{ OPENAI_BASE_URL: url }, "problem", "lacks /v1 at its end"],
  [{ ...right, ANTHROPIC_API_KEY: "a", ANTHROPIC_AUTH_TOKEN: "b" }, "hint", "are both set"],
  [{ ...right, GEMINI_API_KEY: "a", GOOGLE_API_KEY: "b" }, "hint", "are both set"],
  [{ ...right, HTTPS_PROXY: "http://u:p@corp:3128" }, "problem", "NO_PROXY does not exempt 127.0.0.1"],
  [{ ...right, all_proxy: "socks5://corp" }, "problem", "ALL_PROXY is set"],
  [{ ...right, HTTPS_PROXY: "http://corp:3128", no_proxy: "x, 127.0.0.1" }, "ok", "variables lead here"],
  [{ ...right, NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "problem", "certificate checks off"],
] as const)("%j is %s", (env, level, words) => {
  const findings = judged(env);

  expect(findings).toHaveLength(1);
  expect(findings[0]?.[0]).toBe(level);
  expect(findings[0]?.[1]).toContain(words);
});

test("a base URL of this machine where something else, another proxy or nobody answers", () => {
  const elsewhere = { ANTHROPIC_BASE_URL: "http://127.0.0.1:9999" };

  expect(judged(elsewhere)[0]).toEqual([
    "problem",
    "ANTHROPIC_BASE_URL points to 127.0.0.1:9999, where nothing answers",
  ]);
  expect(judged(elsewhere, { server: "proxy-cli" })[0]?.[1]).toContain("another proxy-cli");
  expect(judged(elsewhere, { server: "unknown" })[0]?.[1]).toContain("another program");
  expect(judged(right, { running: false })[0]?.[0]).toBe("problem");
});

test("no value of a key or a password is ever shown", () => {
  const env = {
    ANTHROPIC_BASE_URL: "https://me:pw-secret@x.example/?key=sk-secret",
    ANTHROPIC_API_KEY: "sk-secret",
    ANTHROPIC_AUTH_TOKEN: "sk-secret",
    HTTPS_PROXY: "http://u:pw-secret@corp",
  };

  expect(JSON.stringify(judgeEnvironment({ env, url, servers: {} }))).not.toContain("secret");
});
