import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Candidate, keysInTurn, ordered } from "../../src/availability/order.ts";
import type { Hindrance } from "../../src/core/availability.ts";

const hindered = (untilAt: number): Hindrance => ({ state: "limited", scope: "key", untilAt, why: "429" });

const place = (name: string, more: Partial<Candidate<string>> = {}): Candidate<string> => ({
  ...{ target: name, name, weight: null, hindrance: null, headMs: null },
  ...more,
});

const usual = { seed: "s_1", home: null };

test("a list without weights keeps its order", () => {
  expect(ordered([place("a"), place("b"), place("c")], usual)).toEqual(["a", "b", "c"]);
});

test("what cannot be asked just now comes last, the one that is free first before the others", () => {
  const places = [place("a", { hindrance: hindered(9000) }), place("b", { hindrance: hindered(4000) }), place("c")];

  expect(ordered(places, usual)).toEqual(["c", "b", "a"]);
});

test("a conversation stays where it has been, unless that cannot be asked", () => {
  const places = [place("a"), place("b"), place("c")];

  expect(ordered(places, { ...usual, home: "b" })).toEqual(["b", "a", "c"]);
  expect(ordered([place("a"), place("b", { hindrance: hindered(1) })], { ...usual, home: "b" })).toEqual(["a", "b"]);
});

test("where the quickest is wanted it comes first, and one that nobody knows is tried", () => {
  const places = [place("slow", { headMs: 900 }), place("quick", { headMs: 80 }), place("new")];

  expect(ordered(places, { ...usual, isByLatency: true })).toEqual(["new", "quick", "slow"]);
});

describe("weights", () => {
  const seeds = Array.from({ length: 4000 }, (_, at) => `s_${at}`);
  const firsts = (places: readonly Candidate<string>[]): ReadonlyMap<string, string> =>
    new Map(seeds.map((seed) => [seed, ordered(places, { seed, home: null })[0] ?? ""]));

  test("as many sessions begin at a place as its weight says", () => {
    const found = firsts([place("a", { weight: 3 }), place("b", { weight: 1 })]);

    const share = [...found.values()].filter((name) => name === "a").length / seeds.length;
    expect(share).toBeGreaterThan(0.71);
    expect(share).toBeLessThan(0.79);
  });

  test("when a place goes, only its own sessions move", () => {
    const [a, b, c] = [place("a", { weight: 2 }), place("b", { weight: 1 }), place("c", { weight: 1 })];
    const before = firsts([a, b, c]);
    const after = firsts([a, c]);

    for (const [seed, name] of before) if (name !== "b") expect(after.get(seed)).toBe(name);
    expect([...before.values()].filter((name) => name === "b").length).toBeGreaterThan(0);
  });

  test("a weight of 0 is for when nothing else is left, and what has none comes behind those that have", () => {
    const places = [place("spare"), place("never", { weight: 0 }), place("all", { weight: 1 })];

    expect(ordered(places, usual)).toEqual(["all", "never", "spare"]);
  });
});

const anyPlaces = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 6 }),
    weight: fc.option(fc.integer({ min: 0, max: 9 })),
    hindrance: fc.option(fc.integer({ min: 1, max: 9 }).map(hindered)),
    headMs: fc.option(fc.integer({ min: 0, max: 900 })),
  }),
  { selector: ({ name }) => name, maxLength: 7 },
);

test("nothing is lost or doubled, the same question has the same answer, and what is free comes before what is not", () => {
  fc.assert(
    fc.property(
      anyPlaces,
      fc.record({ seed: fc.string(), home: fc.option(fc.string({ maxLength: 6 })), isByLatency: fc.boolean() }),
      (places, rules) => {
        const candidates = places.map((one) => ({ ...one, target: one.name }));

        const order = ordered(candidates, rules);

        expect(order.toSorted()).toEqual(candidates.map(({ name }) => name).toSorted());
        expect(ordered(candidates, rules)).toEqual(order);
        const free = order.map((name) => candidates.find((one) => one.name === name)?.hindrance == null);
        expect(free.lastIndexOf(true)).toBeLessThan(free.includes(false) ? free.indexOf(false) : free.length);
      },
    ),
  );
});

test("sessions are spread over the keys of an upstream, and each keeps its own", () => {
  const keys = ["...aaaa", "...bbbb", "...cccc"].map((name) => place(name));
  const first = (seed: string): string => keysInTurn(keys, { seed, home: null })[0] ?? "";
  const counts = new Map<string, number>();
  for (let at = 0; at < 3000; at++) counts.set(first(`s_${at}`), (counts.get(first(`s_${at}`)) ?? 0) + 1);

  expect(first("s_7")).toBe(first("s_7"));
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  expect(counts.size).toBe(3);
});
