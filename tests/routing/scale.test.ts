import { expect, test } from "bun:test";
import { providers } from "../../src/providers/index.ts";
import { decide } from "../../src/routing/decide.ts";
import { scaleOf } from "../../src/routing/scale.ts";
import { upstreamOf } from "../support/exchange.ts";
import { tableWith, traitsWith } from "../support/routing.ts";

const all = ["anthropic", "mistral"].map((name) => upstreamOf(name));
const windows: Readonly<Record<string, number>> = { "anthropic claude-sonnet-4-5": 200_000, "mistral m": 100_000 };

const scale = (scaleTokens: boolean | number, { current = "mistral", model = "claude-sonnet-4-5" } = {}) => {
  const standIn = (asked: string) => (asked.startsWith("claude") ? { model: "m", why: "w" } : null);
  const decided = decide(traitsWith({ model }), tableWith(all, { current, standIn }));
  const windowOf = (upstream: { name: string }, name: string) => windows[`${upstream.name} ${name}`] ?? null;
  return scaleOf({ ...decided, scaleTokens }, { providers, all, windowOf });
};

test("Z5: a window that is half as large seems as full as it is", () => {
  expect(scale(true)).toBe(2);
});

test("a factor that was said is taken as it is", () => {
  expect(scale(0.25)).toBe(0.25);
});

test("nothing is scaled where nobody wants it, where a window is unknown, or where bytes pass as they came", () => {
  expect(scale(false)).toBeNull();
  expect(scale(true, { model: "unknown" })).toBeNull();
  expect(scale(2, { current: "anthropic" })).toBeNull();
});
