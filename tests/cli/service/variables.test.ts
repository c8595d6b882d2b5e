import { expect, test } from "bun:test";
import { serviceVariables } from "../../../cli/service/variables.ts";

test("a service keeps the settings of the shell, and nothing else of it", () => {
  expect(
    serviceVariables({
      PATH: "/usr/bin:/bin",
      HOME: "/home/u",
      LANG: "C",
      PROXY_PORT: "7000",
      PROXY_TOKEN_FILE: "/run/secrets/token",
      NODE_EXTRA_CA_CERTS: "/etc/ca.pem",
      PROXY_TIMESCALE: "0.1",
      EDITOR: "vi",
      BUN_OPTIONS: "--preload=x",
    }),
  ).toEqual({
    PATH: "/usr/bin:/bin",
    PROXY_PORT: "7000",
    PROXY_TOKEN_FILE: "/run/secrets/token",
    NODE_EXTRA_CA_CERTS: "/etc/ca.pem",
  });
});

test("nothing that could be a key is written down", () => {
  const kept = serviceVariables(
    {
      PROXY_TOKEN: "pxy_CANARY",
      PROXY_API_KEY: "CANARY",
      LLM_API_KEY: "CANARY",
      PROXY_LLM_BASE_URL: "https://user:CANARY@llm.example",
      ANTHROPIC_API_KEY: "CANARY",
      PROXY_LINES: "a\nCANARY=1",
      PROXY_MINE: "CANARY",
    },
    ["PROXY_MINE"],
  );

  expect(JSON.stringify(kept)).not.toContain("CANARY");
});

test("S-04 of PATH only what does not depend on where one is", () => {
  expect(serviceVariables({ PATH: ".:/usr/bin::bin:../x:/bin" })["PATH"]).toBe("/usr/bin:/bin");
  expect(serviceVariables({ PATH: "." })["PATH"]).toBe("/usr/local/bin:/usr/bin:/bin");
});
