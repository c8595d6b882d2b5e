import { expect, test } from "bun:test";
import { changesBetween } from "../../src/config/changes.ts";
import { canaries, leaksIn } from "../support/canary.ts";
import { configOf } from "../support/engine.ts";
import { upstreamOf } from "../support/exchange.ts";

test("V13: what a reload changed is told by names, and of keys only that they did", () => {
  const before = {
    config: configOf(),
    upstreams: [upstreamOf("openai"), upstreamOf("mistral"), upstreamOf("anthropic"), upstreamOf("google")],
  };
  const after = {
    config: configOf({ "log.level": "debug", "egress.proxy": `http://me:${canaries.openai}@proxy.example:1` }),
    upstreams: [
      upstreamOf("openai"),
      upstreamOf("anthropic", { key: canaries.anthropic }),
      upstreamOf("google", { region: "EU" }),
      upstreamOf("zai"),
    ],
  };

  const told = changesBetween(before, after);

  expect(told).toEqual({
    settings: { "egress.proxy": "changed", "log.level": "debug" },
    upstreamsAdded: ["zai"],
    upstreamsRemoved: ["mistral"],
    upstreamsChanged: ["google"],
    keysChanged: ["anthropic"],
  });
  expect(leaksIn({ told: JSON.stringify(told) })).toEqual([]);
  expect(changesBetween(before, before).settings).toEqual({});
});
