import { expect, test } from "bun:test";
import { loadConfig } from "../../src/config/layers/load.ts";
import { providers } from "../../src/providers/index.ts";
import type { Decided } from "../../src/routing/decide.ts";
import { decide } from "../../src/routing/decide.ts";
import { rulesFrom } from "../../src/routing/rules.ts";
import type { Known, Traits } from "../../src/routing/traits.ts";
import { upstreamOf } from "../support/exchange.ts";
import { tableWith, traitsWith } from "../support/routing.ts";

const known = ["anthropic", "openai", "mistral", "google"].map((name) => upstreamOf(name));
const upstreams = [...known, upstreamOf("zai", { name: "cn" })];

const decided = (text: string, traits: Partial<Traits> = {}, current = "anthropic"): Decided => {
  const { values } = loadConfig({ text, file: "config.yaml", env: {}, flags: {} });
  return decide(traitsWith(traits), tableWith(upstreams, { current, ...rulesFrom(values, providers) }));
};

const content = (more: Partial<Known>) => ({
  content: () => ({
    ...{ unknown: null, images: 0, tools: [], isThinking: false, inputTokens: () => 10 },
    ...more,
  }),
});

const everything = content({ images: 1, tools: ["web_search"], isThinking: true, inputTokens: () => 70_000 });

test("a rule of the file is asked in its order, by its place and its name", () => {
  const text = `routes:
- {when: {model: gpt-*}, to: {upstream: openai}}
- {name: all, when: {}, to: {upstream: mistral, model: m}}
- {to: {upstream: google}}
`;

  expect(decided(text).decision).toMatchObject({ rule: "routes[1] all", upstream: "mistral", model: "m" });
  expect(decided(text, { model: "gpt-4o" }).decision.rule).toBe("routes[0]");
});

test("a setting for long prompts and the like is a rule, behind the user's own and in an order of its own", () => {
  const all = ["image", "long_context", "background", "web_search", "think"];
  const settings = (from: number) =>
    `router:\n${all
      .slice(from)
      .map((name) => `  ${name}: "cn,for-${name}"\n`)
      .join("")}`;
  const small = { model: "claude-haiku-4-5", ...everything };

  for (const [at, name] of all.entries()) {
    expect(decided(settings(at), small).decision).toMatchObject({ rule: `router.${name}`, model: `for-${name}` });
    expect(decided(settings(at)).decision.rule).toBe("current upstream anthropic");
  }
  expect(decided(`${settings(0)}routes: [{to: {upstream: mistral, model: mine}}]\n`, small).decision.model).toBe(
    "mine",
  );
});

test("how long a long prompt is can be said, and a model alone stays at the upstream", () => {
  const text = "router:\n  long_context: large\n  long_context_tokens: 5\n";

  expect(decided(text).decision).toMatchObject({ upstream: "anthropic", model: "large" });
  expect(decided("router: {long_context: large}\n").decision.model).toBe("claude-sonnet-4-5");
});

test("maps are asked in the order of the file, those of the upstream first", () => {
  const text = 'models:\n  "*": {claude-*: any}\n  cn: {"*-opus-*": big, claude-*: middle}\n';

  expect(decided(text, {}, "cn").decision.model).toBe("middle");
  expect(decided(text, { model: "claude-opus-4" }, "cn").decision.model).toBe("big");
  expect(decided(text).decision.model).toBe("any");
});

test("Z12: the settings of a vendor by its name", () => {
  const text = "zai: {text_endpoint: openai, text_model: glm-t, vision_model: glm-v, thinking: on}\n";

  expect(decided(text, {}, "cn")).toMatchObject({ format: "openai-chat", model: "glm-t", thinking: true });
  expect(decided(text, content({ images: 1 }), "cn").model).toBe("glm-v");
  expect(decided("zai: {thinking: off, text_endpoint: openai}\n", {}, "cn").thinking).toBe(false);
  expect(decided("zai: {thinking: off}\n", {}, "cn").thinking).toBeNull();
  expect(decided("", {}, "cn").thinking).toBeNull();
  expect(decided(text).thinking).toBeNull();
});

test("scaling is off, and on by a rule or for all", () => {
  expect(decided("").scaleTokens).toBe(false);
  expect(decided("translate: {scale_tokens: true}\n").scaleTokens).toBe(true);
  expect(decided("routes: [{to: {scale_tokens: 0.5}}]\n").scaleTokens).toBe(0.5);
  expect(decided("translate: {scale_tokens: true}\nroutes: [{to: {scale_tokens: false}}]\n").scaleTokens).toBe(false);
});
