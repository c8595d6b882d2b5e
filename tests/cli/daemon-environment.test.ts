import { expect, test } from "bun:test";
import { daemonEnvironment } from "../../cli/daemon-environment.ts";

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

test("a limit that the user set stays", () => {
  expect(daemonEnvironment({ BUN_CONFIG_MAX_HTTP_REQUESTS: "300" })).toEqual({ BUN_CONFIG_MAX_HTTP_REQUESTS: "300" });
});
