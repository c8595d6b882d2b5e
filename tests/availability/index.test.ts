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
