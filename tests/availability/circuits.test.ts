import { describe, expect, test } from "bun:test";
import { anyTarget, availabilityBench } from "../support/availability.ts";

const down = { kind: "unreachable", error: "upstream_refused" } as const;
const answered = { kind: "answered", headMs: 5 } as const;

describe("U-37 circuits", () => {
  test("five calls that cannot reach it open the circuit of its origin, for every upstream there", () => {
    const { here, told } = availabilityBench();
    const target = anyTarget("work");
    const neighbour = anyTarget("next", { origin: "https://work.example" });

    for (let at = 0; at < 5; at++) here.end(target, down);

    expect(here.enter(target)).toMatchObject({ state: "open", scope: "upstream", why: "connection refused 5 times" });
    expect(here.hindrance({ ...target, upstream: neighbour.upstream })).not.toBeNull();
    expect(here.enter(anyTarget("other"))).toBeNull();
    expect(told).toEqual(["work open"]);
  });

  test("it is looked at every two seconds without a request, and the first request that is answered closes it", async () => {
    const { here, door, clock, told } = availabilityBench();
    const target = anyTarget("work");
    door.error = "upstream_refused";
    for (let at = 0; at < 5; at++) here.end(target, down);

    await clock.advance(6000);
    expect(door.knocks).toBe(3);
    door.error = null;
    await clock.advance(2000);

    expect(here.enter(target)).toBeNull();
    expect(here.enter(target)).toMatchObject({ state: "open" });
    here.end(target, answered);
    expect(here.enter(target)).toBeNull();
    expect(told).toEqual(["work open", "work half-open", "work closed"]);
    await clock.advance(60_000);
    expect([door.knocks, clock.waiting()]).toEqual([4, 0]);
  });

  test("who has nowhere else to go has it looked at at once", async () => {
    const { here, door } = availabilityBench();
    const target = anyTarget("work");
    for (let at = 0; at < 5; at++) here.end(target, down);

    expect(await here.enterLast(target)).toBeNull();
    expect(door.knocks).toBe(1);
  });

  test("of many who wait one goes first, the others when that one has been answered", async () => {
    const { here, door, clock } = availabilityBench();
    const target = anyTarget("work");
    for (let at = 0; at < 5; at++) here.end(target, down);

    const results: (string | null)[] = [];
    const all = Array.from({ length: 10 }, async () => {
      results.push((await here.enterLast(target))?.state ?? null);
    });
    await clock.settle();
    expect(results).toEqual([null]);
    here.end(target, answered);
    await Promise.all(all);

    expect(results).toEqual(Array.from({ length: 10 }, () => null));
    expect(door.knocks).toBe(1);
  });

  test("a model that thinks for long keeps those who wait no longer than two seconds", async () => {
    const { here, clock } = availabilityBench();
    const target = anyTarget("work");
    for (let at = 0; at < 5; at++) here.end(target, down);
    expect(await here.enterLast(target)).toBeNull();

    const second = here.enterLast(target);
    await clock.advance(2000);

    expect(await second).toBeNull();
  });

  test("an address that says nothing at all keeps nobody for long, and from then on nobody at all", async () => {
    const { here, door, clock } = availabilityBench();
    const target = anyTarget("work");
    [door.error, door.takesMs] = ["upstream_connect_timeout", 1500];
    for (let at = 0; at < 5; at++) here.end(target, down);

    const first = here.enterLast(target);
    await clock.advance(1000);
    expect(await first).toMatchObject({ state: "open" });

    await clock.advance(500);
    const before = clock.waiting();
    expect(await here.enterLast(target)).toMatchObject({ state: "open", why: "no connection in time 5 times" });
    expect(clock.waiting()).toBe(before);
  });

  test("one that nobody asks for any more is looked at every half minute", async () => {
    const { here, door, clock } = availabilityBench();
    door.error = "upstream_refused";
    for (let at = 0; at < 5; at++) here.end(anyTarget("work"), down);

    await clock.advance(62_000);
    const before = door.knocks;
    await clock.advance(300_000);

    expect(door.knocks - before).toBeGreaterThanOrEqual(9);
    expect(door.knocks - before).toBeLessThanOrEqual(11);
  });

  test("with breaker.failures: 0 there is none", () => {
    const { all, rules } = availabilityBench();
    const here = all.under({ ...rules, failures: 0 });
    for (let at = 0; at < 50; at++) here.end(anyTarget("work"), down);

    expect(here.enter(anyTarget("work"))).toBeNull();
  });
});
