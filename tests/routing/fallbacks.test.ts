import { expect, test } from "bun:test";
import { fallbackOf, fallbacksFrom, inOrder } from "../../src/routing/fallbacks.ts";
import { drawsPlaces } from "../../src/routing/table.ts";

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

const order = (seed: string, ...places: Parameters<typeof fallbackOf>[1]) =>
  inOrder(fallbackOf("x", places).to, seed)
    .map(({ upstream }) => upstream)
    .join(" ");

test("places are asked in their order; of neighbours with a weight each conversation draws its own, always the same", () => {
  expect(order("s_1", "a", "b", "c")).toBe("a b c");
  const mixed = ["a", { upstream: "b", weight: 1 }, { upstream: "c", weight: 1 }, "d"] as const;
  const seeds = Array.from({ length: 50 }, (_, at) => `s_${at}`);

  const orders = seeds.map((seed) => order(seed, ...mixed));

  expect(new Set(orders)).toEqual(new Set(["a b c d", "a c b d"]));
  expect(seeds.map((seed) => order(seed, ...mixed))).toEqual(orders);
});

test("over many conversations each place comes first as often as its weight says", () => {
  const firsts = Array.from({ length: 1000 }, (_, at) =>
    order(`s_${at}`, { upstream: "a", weight: 1 }, { upstream: "b", weight: 3 }).slice(0, 1),
  );
  const share = firsts.filter((name) => name === "b").length;
  expect(share).toBeGreaterThan(700);
  expect(share).toBeLessThan(800);
});

test("only a configuration in which a place has a weight draws any", () => {
  expect(drawsPlaces({ fallbacks: fallbacksFrom([{ to: ["a", "b"] }]), routes: [] })).toBe(false);
  expect(drawsPlaces({ fallbacks: fallbacksFrom([{ to: ["a", { upstream: "b", weight: 2 }] }]), routes: [] })).toBe(
    true,
  );
});
