import { expect, test } from "bun:test";
import type { Decision } from "../../src/core/routing.ts";
import { toldDecision } from "../../src/routing/told.ts";

const decision = (more: Partial<Decision> = {}): Decision => ({
  rule: "routes[2] long",
  upstream: "cn",
  from: "anthropic",
  to: "openai-chat",
  asked: "a",
  model: "b",
  steps: [],
  ...more,
});

test("a decision is told in one short line", () => {
  expect(toldDecision(decision())).toBe("rule=routes[2] long; upstream=cn; format=anthropic>openai-chat; model=a>b");
  expect(toldDecision(decision({ to: "anthropic", model: "a" }))).toBe(
    "rule=routes[2] long; upstream=cn; format=anthropic; model=a",
  );
  expect(toldDecision(decision({ to: null, asked: null, model: null }))).toBe("rule=routes[2] long; upstream=cn");
});

test("a name says no other part of it", () => {
  expect(toldDecision(decision({ asked: "a", model: "b; upstream=other" }))).toEndWith("; model=a>b? upstream=other");
});

test("and no header can be broken by it", () => {
  expect(toldDecision(decision({ rule: "routes[1] lang\r\nx: é" }))).toStartWith("rule=routes[1] lang??x: ?; ");
  expect(toldDecision(decision({ model: "m".repeat(900) })).length).toBe(500);
});
