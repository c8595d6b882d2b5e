import { expect, test } from "bun:test";
import { loadConfig } from "../../src/config/layers/load.ts";
import { settingView } from "../../src/control/setting-view.ts";
import type { ChosenBy } from "../../src/state/upstreams.ts";
import { configOf } from "../support/engine.ts";

test("settings say where they come from, and a switch wins over the file", async () => {
  const config = configOf({ upstream: "anthropic" });

  const on = (name: string, by: ChosenBy) => ({ current: () => name, chosenBy: () => by });
  const view = { overridden: [], afterRestart: null };
  expect(settingView("upstream", config, on("anthropic", "setting"))).toEqual({
    name: "upstream",
    value: "anthropic",
    source: "flag",
    ...view,
  });
  expect(settingView("upstream", config, on("openai", "switch"))).toEqual({
    name: "upstream",
    value: "openai",
    source: "state (switch-upstream)",
    ...view,
    overridden: [{ value: "anthropic", source: "flag" }],
  });
  expect(settingView("upstream", config, on("custom", "flag")).source).toBe("flag (--base-url)");
  expect(settingView("upstream", config, on("auto", "fallback")).source).toContain("is gone");
  expect(settingView("log.level", config, on("openai", "switch"))).toEqual({
    name: "log.level",
    value: "info",
    source: "default",
    ...view,
  });
});

test("what a stronger place hides and what waits for a restart are told beside the value", () => {
  const text = "log: { level: warn }\nserver: { port: 9000 }\n";
  const config = loadConfig({
    text,
    file: "config.yaml",
    env: { LOG_LEVEL: "debug" },
    flags: { "log.level": "error" },
  });
  const on = { current: () => "auto", chosenBy: () => "setting" as const };

  const level = settingView("log.level", config, on);
  const port = settingView("server.port", configOf(), on, config);

  expect(level.overridden).toEqual([
    { value: "debug", source: "env LOG_LEVEL" },
    { value: "warn", source: "config.yaml" },
  ]);
  expect(port).toMatchObject({ value: 8080, afterRestart: { value: 9000, source: "config.yaml" } });
});

test("a list of rules is shown as it is written; of what middleware is given only the names", () => {
  const config = configOf({
    fallbacks: "[{ to: [openai] }]",
    middlewares: "{ path: /m.ts, enabled: true, on_error: pass, timeout_ms: 9, config: { secret: canary } }",
  });
  const on = { current: () => "auto", chosenBy: () => "setting" as const };

  expect(settingView("fallbacks", config, on).value).toEqual([{ to: ["openai"] }]);
  expect(settingView("middlewares", config, on).value).toEqual([expect.objectContaining({ config: ["secret"] })]);
});

test("what stands in an address before its host is not shown", () => {
  const config = configOf({ "egress.proxy": "http://me:canary@proxy.example:3128" });
  const on = { current: () => "auto", chosenBy: () => "setting" as const };

  expect(settingView("egress.proxy", config, on).value).toBe("http://...@proxy.example:3128");
});
