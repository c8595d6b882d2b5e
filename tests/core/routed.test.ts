import { expect, test } from "bun:test";
import { notRouted, routedOf, sentOf } from "../../src/core/routed.ts";
import type { Decision } from "../../src/core/routing.ts";
import { dialects } from "../../src/dialects/index.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const openai = upstreamOf("openai");
const endpoint = { path: "", dialects: [], dropPrefix: "", origin: openai.origin };
const chat = dialects.find(({ name }) => name === "openai-chat") ?? null;

const planned = (more: { readonly model?: string; readonly decision?: Decision } = {}) => {
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.model = "claude-x";
  exchange.notes.upstream = "openai";
  const { model = null, decision = null } = more;
  const target = { upstream: openai, endpoint, url: openai.origin, translateTo: chat, model };
  exchange.plan = { targets: [target], rule: "current upstream openai", decision };
  return exchange;
};

test("a request that was refused before anything was decided was led nowhere", () => {
  expect(routedOf(exchangeOf("/v1/messages"))).toEqual(notRouted);
});

test("where a decision was made it is told as it is", () => {
  const step = {
    about: "upstream",
    rule: "routes[0] long",
    isTaken: true,
    why: "41,200 input tokens > 30,000",
  } as const;
  const decision: Decision = {
    ...{ rule: "routes[0] long", upstream: "openai", from: "anthropic", to: "openai-chat" },
    ...{ asked: "claude-x", model: "gpt-x", steps: [step] },
  };

  expect(routedOf(planned({ decision })).decision).toBe(decision);
});

test("where there was none to make, the plan says where it went and in which words", () => {
  expect(routedOf(planned({ model: "gpt-x" })).decision).toEqual({
    ...{ rule: "current upstream openai", upstream: "openai", from: "anthropic", to: "openai-chat" },
    ...{ asked: "claude-x", model: "gpt-x", steps: [] },
  });
});

test("changes of ours are counted by the feature that made them", () => {
  const exchange = planned();
  exchange.edits = ["usage", "memory", "usage"].map((by) => ({ kind: "body", by, do: "remove", path: ["x"] }));

  expect(routedOf(exchange).edits).toEqual([
    { by: "usage", count: 2 },
    { by: "memory", count: 1 },
  ]);
});

test("a model that is asked for as the client did is not told twice", () => {
  expect(sentOf(planned({ model: "gpt-x" }))).toEqual({ modelSent: "gpt-x", translated: "openai-chat" });
  expect(sentOf(planned({ model: "claude-x" }))).toEqual({ modelSent: null, translated: "openai-chat" });
  expect(sentOf(exchangeOf("/v1/messages"))).toEqual({ modelSent: null, translated: null });
});
