import { describe, expect, test } from "bun:test";
import { withKey } from "../../src/core/own-keys.ts";
import { createAlone } from "../../src/state/shared/alone.ts";
import { anyTarget, availabilityBench, targetAt, timedClock } from "../support/availability.ts";
import { upstreamOf } from "../support/exchange.ts";

const limited = { kind: "refused", status: 429, retryAfterMs: 41_000, scope: "model" } as const;
const overloaded = { kind: "refused", status: 529, retryAfterMs: null, scope: "model" } as const;
const down = { kind: "unreachable", error: "upstream_refused" } as const;
const answered = (headMs = 5) => ({ kind: "answered", headMs }) as const;

test("nothing stands in the way of what nobody knows, and it costs no timer", () => {
  const { here, clock } = availabilityBench();
  const target = anyTarget();

  expect([here.hindrance(target), here.enter(target), here.headMs(target)]).toEqual([null, null, null]);
  here.end(target, answered());
  expect(clock.waiting()).toBe(0);
});

describe("limits", () => {
  const upstream = upstreamOf("openai", { name: "work", key: "sk-one", keyHint: "...-one" });

  test("a 429 of one model does not hinder another", () => {
    const { here, clock } = availabilityBench();

    here.end(targetAt(upstream, { model: "large" }), limited);

    expect(here.hindrance(targetAt(upstream, { model: "large" }))).toEqual({
      ...{ state: "limited", scope: "model", untilAt: clock.now() + 41_000, why: "429, asked for 41 s" },
    });
    expect(here.enter(targetAt(upstream, { model: "small" }))).toBeNull();
  });

  test("a 429 that is the key's hinders every model of that key, and no other key", () => {
    const { here } = availabilityBench();

    here.end(targetAt(upstream), { ...limited, scope: "key" });

    expect(here.enter(targetAt(upstream, { model: "other" }))).toMatchObject({ state: "limited", scope: "key" });
    expect(here.enter(targetAt(withKey(upstream, { key: "sk-two", hint: "...-two" })))).toBeNull();
  });

  test("clients with keys of their own have limits of their own", () => {
    const { here } = availabilityBench();
    const open = { ...upstream, key: null, keyHint: null };

    here.end(targetAt(open, { clientKey: "mark-of-one" }), limited);

    expect(here.hindrance(targetAt(open, { clientKey: "mark-of-one" }))).not.toBeNull();
    expect(here.hindrance(targetAt(open, { clientKey: "mark-of-two" }))).toBeNull();
  });

  test("it ends when its time is over, or when a later call was answered all the same", async () => {
    const { here, clock } = availabilityBench();
    const target = targetAt(upstream);
    here.end(target, limited);

    await clock.advance(40_999);
    here.end(target, answered(60_000)); // that one left before the limit began
    expect(here.hindrance(target)).not.toBeNull();
    await clock.advance(1);
    expect(here.hindrance(target)).toBeNull();

    here.end(target, limited);
    await clock.advance(100);
    here.end(target, answered(50));
    expect(here.hindrance(target)).toBeNull();
  });

  test("U-23 an overload is the model's, whichever key was shown, and it is no limit", () => {
    const { here, all, clock } = availabilityBench();

    for (let at = 0; at < 20; at++) here.end(targetAt(upstream), overloaded);

    const otherKey = targetAt(withKey(upstream, { key: "sk-two", hint: "...-two" }));
    expect(here.hindrance(otherKey)).toEqual({
      ...{ state: "overloaded", scope: "model", untilAt: clock.now() + 1000, why: "529, left alone for 1 s" },
    });
    expect(all.look(upstream).cooling).toMatchObject([{ state: "overloaded", status: 529, model: "m" }]);
  });

  test("with breaker.cool_down: false nobody is passed over, and people see it all the same", () => {
    const { all, rules } = availabilityBench();
    const here = all.under({ ...rules, coolsDown: false });

    here.end(targetAt(upstream), limited);

    expect(here.enter(targetAt(upstream))).toBeNull();
    expect(all.look(upstream).cooling).toHaveLength(1);
  });

  test("who has nowhere else to go is not stopped by a limit: its vendor says so better itself", async () => {
    const { here } = availabilityBench();
    here.end(targetAt(upstream), limited);

    expect(await here.enterLast(targetAt(upstream))).toBeNull();
  });

  test("each that begins is told of once", () => {
    const { here, told } = availabilityBench();

    for (let at = 0; at < 5; at++) here.end(targetAt(upstream), limited);

    expect(told).toEqual(["work m limited"]);
  });

  test("what a thousand keys are limited by takes room for no more than two thousand", () => {
    const { here, all } = availabilityBench();
    for (let at = 0; at < 2500; at++) here.end(targetAt(upstream, { model: `m${at}` }), limited);

    expect(all.look(upstream).cooling).toHaveLength(2000);
    expect(here.hindrance(targetAt(upstream, { model: "m2499" }))).not.toBeNull();
  });
});

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
    here.end(target, answered());
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
    here.end(target, answered());
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

describe("several daemons", () => {
  test("what one finds out all know, each counts its own failures, and a success at one is everybody's", async () => {
    const clock = timedClock();
    const shared = createAlone(clock.now);
    const [one, other] = [availabilityBench(shared, clock), availabilityBench(shared, clock)];
    const target = anyTarget("work");

    one.here.end(target, { ...limited, retryAfterMs: 60_000 });
    for (let at = 0; at < 4; at++) one.here.end(target, down);
    other.here.end(target, down);
    expect(other.here.hindrance(target)).toMatchObject({ state: "limited" });
    one.here.end(target, down);

    expect(other.here.hindrance(target)).toMatchObject({ state: "open" });
    expect(other.told).toEqual(["work m limited (heard)", "work open (heard)"]);
    expect(await other.here.enterLast(target)).toBeNull();
    await clock.advance(10);
    other.here.end(target, answered());
    expect([one.here.hindrance(target), other.here.hindrance(target)]).toEqual([null, null]);
  });

  test("a daemon that begins later knows what the others know", () => {
    const clock = timedClock();
    const shared = createAlone(clock.now);
    const first = availabilityBench(shared, clock);
    for (let at = 0; at < 5; at++) first.here.end(anyTarget("work"), down);
    first.here.end(anyTarget("next"), limited);

    const later = availabilityBench(shared, clock);

    expect(later.here.hindrance(anyTarget("work"))).toMatchObject({ state: "open" });
    expect(later.here.hindrance(anyTarget("next"))).toMatchObject({ state: "limited" });
  });

  test("what nobody can have meant is not believed", async () => {
    const clock = timedClock();
    const shared = createAlone(clock.now);
    for (const text of ["", "{", "[]", '{"upstream":"work","error":"made_up","sinceAt":1,"retryAt":2,"failures":5}']) {
      await shared.board.write("circuits", "https://work.example", text, null);
      await shared.board.write("cooldowns", "model work  m", text, null);
    }

    expect(availabilityBench(shared, clock).here.hindrance(anyTarget("work"))).toBeNull();
  });
});

test("a reset forgets what cools down and closes the circuit, here and elsewhere", () => {
  const clock = timedClock();
  const shared = createAlone(clock.now);
  const [one, other] = [availabilityBench(shared, clock), availabilityBench(shared, clock)];
  const target = anyTarget("work");
  one.here.end(target, { ...limited, retryAfterMs: 60_000 });
  for (let at = 0; at < 5; at++) one.here.end(target, down);

  expect(other.all.reset(target.upstream)).toEqual({ wasOpen: true, coolDowns: 1 });
  expect([one.here.hindrance(target), other.here.hindrance(target)]).toEqual([null, null]);
  expect(other.all.reset(target.upstream)).toEqual({ wasOpen: false, coolDowns: 0 });
});

test("the mean time to the head follows what comes, model by model", () => {
  const { here, all } = availabilityBench();
  const upstream = upstreamOf("openai", { name: "work" });
  for (let at = 0; at < 40; at++) here.end(targetAt(upstream, { model: "small" }), answered(100));
  for (let at = 0; at < 40; at++) here.end(targetAt(upstream, { model: "large" }), answered(2000));

  expect(here.headMs(targetAt(upstream, { model: "small" }))).toBeCloseTo(100, 0);
  expect(here.headMs(targetAt(upstream, { model: "large" }))).toBeCloseTo(2000, 0);
  expect(here.headMs(targetAt(upstream, { model: "new" }))).toBeGreaterThan(1000);
  expect(all.look(upstream).headMs).toBeGreaterThan(1000);
});

test("nothing is done any more after the end", async () => {
  const { here, all, clock, door } = availabilityBench();
  for (let at = 0; at < 5; at++) here.end(anyTarget("work"), down);

  all.stop();
  await clock.advance(60_000);

  expect([clock.waiting(), door.knocks]).toEqual([0, 0]);
});
