import { expect, test } from "bun:test";
import { checkFallbacks, checkRouteFallbacks } from "../../src/config/fallback-targets.ts";

const names = ["anthropic", "openai", "cn"];

const said = (check: (tell: Parameters<typeof checkFallbacks>[2]) => void): readonly string[] => {
  const heard: string[] = [];
  check((path, what, { nearest }) => heard.push(`${path.join(".")}: ${what}${nearest == null ? "" : ` (${nearest})`}`));
  return heard;
};
const ofRules = (rules: Parameters<typeof checkFallbacks>[0]) => said((tell) => checkFallbacks(rules, names, tell));

test("rules between upstreams that are there are taken, also both ways", () => {
  expect(
    ofRules([
      { when: { upstream: "anthropic" }, to: ["openai", { upstream: "cn", weight: 3 }, { model: "claude-haiku-4-5" }] },
      { when: { upstream: "open*" }, to: ["anthropic", { upstream: "openai", model: "gpt-5-mini" }] },
    ]),
  ).toEqual([]);
});

test("an upstream that is not there is told, with what was meant", () => {
  const known = "known: anthropic, openai, cn";

  expect(ofRules([{ when: { upstream: "antropic" }, to: ["opnai", { upstream: "auto" }] }])).toEqual([
    `0.when.upstream: no upstream has such a name; ${known} (anthropic)`,
    `0.to.0: there is no upstream of this name; ${known} (openai)`,
    `0.to.1: there is no upstream of this name; ${known}`,
  ]);
});

test("one that takes its own place, or another's twice, is told", () => {
  expect(ofRules([{ when: { upstream: "cn" }, to: ["cn", "openai", { upstream: "openai" }] }])).toEqual([
    "0.to.0: takes its own place; name another upstream, or a model: { upstream: cn, model: NAME }",
    "0.to.2: is in the list twice",
  ]);
  expect(said((tell) => checkRouteFallbacks({ upstream: "cn", fallbacks: ["cn"] }, 3, names, tell))).toEqual([
    "3.to.fallbacks.0: takes its own place; name another upstream, or a model: { upstream: cn, model: NAME }",
  ]);
  expect(
    said((tell) => checkRouteFallbacks({ upstream: "cn", model: "glm-5", fallbacks: ["cn"] }, 0, names, tell)),
  ).toEqual([]);
});
