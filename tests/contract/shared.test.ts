import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import type { Shared, Take } from "../../src/core/shared.ts";
import { createAlone } from "../../src/state/shared/alone.ts";
import { hasRedis, type RedisServer, startRedis } from "../support/redis-server.ts";
import { connected, onRedis } from "../support/shared.ts";
import { until } from "../support/wait.ts";

setDefaultTimeout(60_000);

// The same law for one daemon alone and for daemons that share a Redis. Those are two, asked in turn.
let server: RedisServer | null = null;
let stores: Record<"alone" | "shared", () => readonly [Shared, Shared]>;
let ofOne: Shared;
let ofTwo: readonly [Shared, Shared];

beforeAll(async () => {
  ofOne = createAlone(Date.now);
  if (hasRedis) {
    server = await startRedis();
    ofTwo = [await connected(onRedis(server.url)), await connected(onRedis(server.url))];
  }
  stores = { alone: () => [ofOne, ofOne], shared: () => ofTwo };
});

afterAll(async () => {
  if (server === null) return;
  await Promise.all(ofTwo.map((one) => one.close()));
  await server.stop();
});

const kinds = hasRedis ? (["alone", "shared"] as const) : (["alone"] as const);

let keys = 0;
const newKey = (): string => `k${++keys}`;

const sum = (key: string, amount: number, most = 10): Take => ({ key, amount, most, leakPerMs: 0, endsAt: null });

describe.each(kinds)("of several daemons, %s", (kind) => {
  const both = (): readonly [Shared, Shared] => stores[kind]();

  test("takes all or none, and says which was full", async () => {
    const [one, other] = both();
    const [small, large] = [newKey(), newKey()];

    expect(await one.counters.take([sum(small, 6), sum(large, 60, 100)])).toEqual({ isTaken: true, levels: [6, 60] });
    expect(await other.counters.take([sum(large, 1, 100), sum(small, 5)])).toEqual({
      isTaken: false,
      full: small,
      waitMs: null,
      levels: [60, 6],
    });
    expect(await other.counters.levels([small, large, newKey()])).toEqual([6, 60, 0]);
  });

  test("adds what it really was, also less, and never below nothing", async () => {
    const [one, other] = both();
    const key = newKey();
    await one.counters.take([sum(key, 6)]);

    await other.counters.add([sum(key, -2.5)]);
    expect(await one.counters.levels([key])).toEqual([3.5]);
    await one.counters.add([sum(key, -100)]);
    expect(await other.counters.levels([key])).toEqual([0]);
    await other.counters.add([sum(key, 1000)]);
    expect(await one.counters.levels([key])).toEqual([1000]);
  });

  test("what leaks is gone after its time, and until then it says how long that takes", async () => {
    const [one, other] = both();
    const leaking: Take = { key: newKey(), amount: 1, most: 1, leakPerMs: 1 / 500, endsAt: null };
    expect((await one.counters.take([leaking])).isTaken).toBe(true);

    const refused = await other.counters.take([leaking]);

    expect(refused).toMatchObject({ isTaken: false, full: leaking.key });
    expect(refused.isTaken ? 0 : refused.waitMs).toBeWithin(1, 501);
    await until("it has leaked out", async () => (await other.counters.take([leaking])).isTaken);
  });

  test("a sum is forgotten at its end", async () => {
    const [one, other] = both();
    const key = newKey();
    await one.counters.add([{ key, amount: 7, leakPerMs: 0, endsAt: Date.now() + 300 }]);
    expect(await other.counters.levels([key])).toEqual([7]);

    await until("its time is over", async () => (await other.counters.levels([key]))[0] === 0);
  });

  test("seats are so many, may be taken again by who has them, and are given back or run out", async () => {
    const [one, other] = both();
    const key = newKey();
    expect(await one.counters.enter(key, 2, "a", 60_000)).toBe(true);
    expect(await other.counters.enter(key, 2, "b", 300)).toBe(true);
    expect(await other.counters.enter(key, 2, "a", 60_000)).toBe(true);
    expect(await one.counters.enter(key, 2, "c", 60_000)).toBe(false);

    await until("the lease of b is over", () => one.counters.enter(key, 2, "c", 60_000));
    expect(await other.counters.enter(key, 2, "b", 60_000)).toBe(false);
    await other.counters.leave(key, "a");
    expect(await one.counters.enter(key, 2, "b", 60_000)).toBe(true);
  });

  test("values are bytes, have an end, and can be taken away", async () => {
    const [one, other] = both();
    const [lasting, short, never] = [newKey(), newKey(), newKey()];
    const value = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await one.values.set([{ key: lasting, value }], 60_000);
    await one.values.set([{ key: short, value }], 200);

    const [found, , none] = await other.values.get([lasting, short, never]);
    expect([...(found ?? [])]).toEqual([...value]);
    expect(none).toBeNull();
    await until("its end", async () => (await other.values.get([short]))[0] === null);
    await other.values.remove([lasting]);
    expect(await one.values.get([lasting])).toEqual([null]);
  });

  test("what one writes on the board all have at hand and hear of, until it ends or is taken away", async () => {
    const [one, other] = both();
    const [topic, heard] = [newKey(), [] as string[]];
    const unlisten = other.board.listen(topic, (key, value) => heard.push(`${key}=${value}`));

    await one.board.write(topic, "upstream", 'c"n|1', null);
    await one.board.write(topic, "short", "x", 400);
    expect([...one.board.read(topic)]).toEqual([
      ["upstream", 'c"n|1'],
      ["short", "x"],
    ]);
    await until("the other has it", () => other.board.read(topic).size === 2);
    await until("the short one ends", () => other.board.read(topic).size === 1);
    await other.board.write(topic, "upstream", null, null);
    await until("it is gone", () => one.board.read(topic).size === 0);

    expect(other.board.read("another topic").size).toBe(0);
    expect(new Set(heard)).toEqual(new Set(['upstream=c"n|1', "short=x", "upstream=null"]));
    unlisten();
    await one.board.write(topic, "later", "y", null);
    await until("it is there", () => other.board.read(topic).has("later"));
    expect(heard.join()).not.toContain("later");
  });
});

const amount = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 9, noNaN: true }));
const key = fc.constantFrom("a", "b", "c");
const step = fc.oneof(
  fc.record({
    do: fc.constant("take" as const),
    of: fc.array(fc.record({ key, amount, most: amount }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    do: fc.constant("add" as const),
    of: fc.array(fc.record({ key, amount: fc.integer({ min: -5, max: 5 }) }), { maxLength: 3 }),
  }),
  fc.record({ do: fc.constant("levels" as const), of: fc.array(key, { maxLength: 4 }) }),
  fc.record({ do: fc.constant("enter" as const), key, id: key, most: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ do: fc.constant("leave" as const), key, id: key }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const play = async ({ counters }: Shared, round: string, one: Step): Promise<unknown> => {
  const named = (name: string): string => `${round}/${name}`;
  switch (one.do) {
    case "take":
      return counters.take(one.of.map((each) => sum(named(each.key), each.amount, each.most)));
    case "add":
      return counters.add(one.of.map((each) => sum(named(each.key), each.amount)));
    case "levels":
      return counters.levels(one.of.map(named));
    case "enter":
      return counters.enter(named(one.key), one.most, one.id, 600_000);
    case "leave":
      return counters.leave(named(one.key), one.id);
    default:
      return one satisfies never;
  }
};

test.skipIf(!hasRedis)("whatever is asked, daemons that share a Redis count as one that is alone", async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const name = `round${++round}`;
      const alone = createAlone(() => 1_000_000);

      for (const [index, one] of steps.entries()) {
        const asked = ofTwo[index % 2 === 0 ? 0 : 1];
        expect(await play(asked, name, one)).toEqual(await play(alone, name, one));
      }
    }),
    { numRuns: 150 },
  );
});

test.skipIf(!hasRedis)("many at once never take more than there is, to the last bit", async () => {
  const limited = newKey();
  const takes = Array.from({ length: 2000 }, (_, index) =>
    ofTwo[index % 2 === 0 ? 0 : 1].counters.take([sum(limited, 1, 777)]),
  );

  const taken = (await Promise.all(takes)).filter(({ isTaken }) => isTaken).length;

  expect(taken).toBe(777);
  expect(await ofTwo[0].counters.levels([limited])).toEqual([777]);
});

describe.skipIf(!hasRedis)("who was seen where, by daemons on one Redis", () => {
  const own = (place: string, name: string) => ({ place, name, text: `text of ${name}` });

  test("the first place decides at which anybody was seen; who finds nobody is seen there from now on", async () => {
    const [one, other] = ofTwo;
    const [far, near, end] = [newKey(), newKey(), newKey()];
    await one.sightings.note([own(far, "old"), own(near, "new")], 60_000);

    expect(await other.sightings.first([end, near, far], own(end, "me"), 60_000)).toEqual([own(near, "new")]);
    expect(await other.sightings.first([end], own(end, "me"), 60_000)).toBe(null);
    expect(await one.sightings.first([end], own(end, "you"), 60_000)).toEqual([own(end, "me")]);
    await one.sightings.forget(own(end, "me"));
    expect(await one.sightings.first([end], own(end, "you"), 60_000)).toBe(null);
  });

  test("of two who ask at once one finds the other", async () => {
    const place = newKey();

    const found = await Promise.all(
      ofTwo.map(({ sightings }, at) => sightings.first([place], own(place, `d${at}`), 60_000)),
    );

    expect(found.filter((seen) => seen === null).length).toBe(1);
    expect(found.flat().flatMap((seen) => seen ?? []).length).toBe(1);
  });

  test("a place where too many were seen is begun anew, one that holds something else too, and all of it has an end", async () => {
    const [one, other] = ofTwo;
    const [place, foreign, brief] = [newKey(), newKey(), newKey()];
    for (let at = 0; at < 17; at++) await one.sightings.note([own(place, `n${at}`)], 60_000);
    await server?.ask("SET", `t:t:${foreign}`, "not ours");
    await one.sightings.note([own(brief, "brief")], 1);

    expect(await other.sightings.first([place], own(place, "me"), 60_000)).toEqual([own(place, "n16")]);
    expect(await other.sightings.first([foreign], own(foreign, "me"), 60_000)).toBe(null);
    await until("it has ended", async () => (await server?.ask("EXISTS", `t:t:${brief}`)) === "0");
  });
});

describe.skipIf(!hasRedis)("what daemons on one Redis have guessed", () => {
  const guess = (key: string, amount: number) => ({
    ...sum(key, amount, 1000),
    endsAt: Date.now() + 600_000,
    held: amount,
  });
  const known = (key: string, real: number, guessed: number) => ({
    ...{ key, amount: real - guessed, leakPerMs: 0, endsAt: Date.now() + 600_000, held: -guessed },
  });

  test("is taken back when its daemon has died, once, and what others have is left alone", async () => {
    const dying = await connected(onRedis(server?.url ?? "", { prefix: "lease:", leaseMs: 400 }));
    const living = await connected(onRedis(server?.url ?? "", { prefix: "lease:", leaseMs: 400 }));
    await dying.counters.take([guess("sum", 100)]);
    await dying.counters.take([guess("sum", 20)]);
    await dying.counters.add([known("sum", 7, 20)]);
    await living.counters.take([guess("sum", 1000 - 107)]);
    expect(await living.counters.levels(["sum"])).toEqual([1000]);

    await dying.close();

    await until("it is taken back", async () => (await living.counters.levels(["sum"]))[0] === 900);
    await until("the others' leases were renewed since", async () => {
      const score = Number((await server?.ask("ZRANGE", "lease:leases", "0", "0", "WITHSCORES"))?.split("\n")[1]);
      return score > Date.now() + 350;
    });
    expect(await living.counters.levels(["sum"])).toEqual([900]);
    await living.close();
  });

  test("is not given back twice by one that was only away for longer than its lease", async () => {
    const [frozen] = [await connected(onRedis(server?.url ?? "", { prefix: "back:", leaseMs: 600_000 }))];
    const other = await connected(onRedis(server?.url ?? "", { prefix: "back:", leaseMs: 400 }));
    await frozen.counters.take([guess("sum", 100)]);
    const turn = (await server?.ask("ZRANGE", "back:leases", "-1", "-1")) ?? "";
    await server?.ask("ZADD", "back:leases", "1", turn); // its lease is over
    await until("it is taken back", async () => (await other.counters.levels(["sum"]))[0] === 0);

    await frozen.counters.add([known("sum", 30, 100)]);

    expect(await other.counters.levels(["sum"])).toEqual([30]);
    await Promise.all([frozen.close(), other.close()]);
  });
});
