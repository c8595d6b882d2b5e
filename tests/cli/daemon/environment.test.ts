import { expect, test } from "bun:test";
import { daemonEnvironment } from "../../../cli/daemon/environment.ts";

test("the daemon gets what it needs of the environment and nothing else", () => {
  const env = {
    PATH: "/bin",
    LC_ALL: "C",
    PROXY_PORT: "1",
    OPENAI_API_KEY: "sk-secret",
    NODE_OPTIONS: "--inspect",
    HTTPS_PROXY: "http://evil",
    PORT: "3000",
  };

  expect(daemonEnvironment(env)).toEqual({
    PATH: "/bin",
    LC_ALL: "C",
    PROXY_PORT: "1",
    PROXY_IGNORED_VARIABLES: "HTTPS_PROXY", // the name alone, for `status`
    BUN_CONFIG_MAX_HTTP_REQUESTS: "16384",
  });
});

test("S-24: what comes by pipe is not in the environment, which others can read", () => {
  const env = { PROXY_TOKEN: "pxy_1", PROXY_TOKEN_FILE: "/run/token", PROXY_VENDOR_KEY: "sk-1", PROXY_PORT: "1" };

  expect(Object.keys(daemonEnvironment(env, ["PROXY_VENDOR_KEY"]))).toEqual([
    "BUN_CONFIG_MAX_HTTP_REQUESTS",
    "PROXY_PORT",
  ]);
});

test("a limit that the user set stays", () => {
  expect(daemonEnvironment({ BUN_CONFIG_MAX_HTTP_REQUESTS: "300" })).toEqual({ BUN_CONFIG_MAX_HTTP_REQUESTS: "300" });
});

test("of other programs' variables it gets all but those with keys, which travel by pipe", () => {
  const env = { LLM_BASE_URL: "https://x.example", LLM_API_KEY: "a", SERVER_API_KEY: "b", REDIS_URL: "redis://:p@x" };

  expect(Object.keys(daemonEnvironment({ ...env, VIDURAI_REWARD_PROFILE: "QUALITY", REQUEST_TIMEOUT: "5" }))).toEqual([
    "BUN_CONFIG_MAX_HTTP_REQUESTS",
    "LLM_BASE_URL",
    "VIDURAI_REWARD_PROFILE",
    "REQUEST_TIMEOUT",
  ]);
});
