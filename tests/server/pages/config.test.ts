import { expect, test } from "bun:test";
import { configPage } from "../../../src/server/pages/config.ts";
import { canaries, leaksIn } from "../../support/canary.ts";
import { pageFacts } from "../../support/pages.ts";

test("C7: the configuration tells every setting with its source, the upstreams and the features", async () => {
  const config = () => ({
    generation: 3,
    settings: { "server.port": { value: 8080, source: "default" } },
    upstreams: [{ name: "cn", provider: "zai", region: "China", origin: "https://open.bigmodel.cn", has_key: true }],
    middleware: ["plan", "attempt"],
  });

  expect(await configPage(pageFacts({ config })).json()).toEqual({ version: "1.2.3", upstream: "auto", ...config() });
});

test("S-53 a password in an address, and a key where none belongs, are not told", async () => {
  const settings = {
    "egress.proxy": { value: "http://me:hunter2secret@proxy.example:3128", source: "config.yaml" },
    "server.allowed_hosts": { value: [canaries.anthropic, canaries.zai], source: "config.yaml" },
  };
  const config = () => ({ generation: 1, settings, upstreams: [], middleware: [] });

  const text = await configPage(pageFacts({ config })).text();

  expect(text).toContain("//...@proxy.example:3128");
  expect(text).not.toContain("hunter2");
  expect(leaksIn({ page: text })).toEqual([]);
});
