import { expect, test } from "bun:test";
import { fallbackOf, fallbacksFrom, inOrder } from "../../src/routing/fallbacks.ts";

test("a rule is for the upstreams and models that it names, and for all where it names none", () => {
  const [one, all] = fallbacksFrom([
    { when: { upstream: ["anthropic", "work-*"], model: "claude-*" }, to: ["openai"] },
    { to: [{ upstream: "cn", model: "glm-5" }], after: ["limited", "overloaded"] },
  ]);

  expect(one?.fits("anthropic", "claude-sonnet-4-5")).toBe(true);
  expect(one?.fits("work-eu", "claude-sonnet-4-5")).toBe(true);
  expect(one?.fits("openai", "claude-sonnet-4-5")).toBe(false);
  expect(one?.fits("anthropic", "gpt-5")).toBe(false);
  expect(one?.fits("anthropic", null)).toBe(false);
  expect(all?.fits("anything", null)).toBe(true);
  expect([one?.label, one?.after, all?.after]).toEqual(["fallbacks[0]", ["unreachable"], ["limited", "overloaded"]]);
  expect(all?.to).toEqual([{ upstream: "cn", model: "glm-5", weight: null }]);
});

const order = (random: number, ...places: Parameters<typeof fallbackOf>[1]) =>
  inOrder(fallbackOf("x", places).to, () => random)
    .map(({ upstream }) => upstream)
    .join(" ");

test("places are asked in their order; neighbours with a weight are drawn by it", () => {
  expect(order(0.9, "a", "b", "c")).toBe("a b c");
  const mixed = ["a", { upstream: "b", weight: 1 }, { upstream: "c", weight: 3 }, "d"] as const;
  expect(order(0.2, ...mixed)).toBe("a b c d");
  expect(order(0.3, ...mixed)).toBe("a c b d");
  expect(order(0.999, ...mixed)).toBe("a c b d");
});

test("over many requests each place comes first as often as its weight says", () => {
  let drawn = 0;
  let at = 0;
  const random = () => (at++ % 1000) / 1000;
  for (let turn = 0; turn < 1000; turn++) {
    const places = fallbackOf("x", [
      { upstream: "a", weight: 1 },
      { upstream: "b", weight: 3 },
    ]).to;
    const [first] = inOrder(places, random);
    if (first?.upstream === "b") drawn++;
  }
  expect(drawn).toBeGreaterThan(700);
  expect(drawn).toBeLessThan(800);
});
