import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Shared, Take } from "../../src/core/shared.ts";
import { alwaysSaying, type BadStore, nobody, silent, slowWay, webServer } from "../support/bad-redis.ts";
import { hasRedis, type RedisServer, type RedisSettings, startRedis } from "../support/redis-server.ts";
import { away, connected, type OnRedis, onRedis, type SharedOptions } from "../support/shared.ts";
import { until } from "../support/wait.ts";

setDefaultTimeout(60_000);

// What each call of the store comes to; tests/faults/redis.slow.test.ts asks whole daemons.
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const opened = (url: string, options: SharedOptions = {}): OnRedis => {
  const shared = onRedis(url, options);
  ends.push(() => shared.close());
  return shared;
};

const redis = async (settings: RedisSettings = {}): Promise<RedisServer> => {
  const server = await startRedis(settings);
  ends.push(server.stop);
  return server;
};

const from = <T extends BadStore>(bad: T): T => {
  ends.push(bad.stop);
  return bad;
};

const sum = (key: string, amount: number, most = 10): Take => ({ key, amount, most, leakPerMs: 0, endsAt: null });

/** Everything that a request may ask: nothing of it may reject, and what this daemon knows by itself must be right. */
const everything = async ({ counters, values, board }: Shared, round = ""): Promise<void> => {
  const key = `everything${round}`;
  expect((await counters.take([sum(key, 6)])).isTaken).toBe(true);
  expect((await counters.take([sum(key, 6)])).isTaken).toBe(false);
  await counters.add([sum(key, -1)]);
  expect(await counters.levels([key])).toEqual([5]);
  expect(await counters.enter(key, 1, "a", 60_000)).toBe(true);
  expect(await counters.enter(key, 1, "b", 60_000)).toBe(false);
  await counters.leave(key, "a");
  await values.set([{ key, value: Buffer.from("hello") }], 60_000);
  expect(Buffer.from((await values.get([key]))[0] ?? []).toString()).toBe("hello");
  await board.write(key, "a", "b", null);
  expect(board.read(key).get("a")).toBe("b");
};

const reasons: readonly (readonly [id: string, bad: () => BadStore, reason: RegExp])[] = [
  ["K-02 nobody is there", nobody, /^connection refused$/],
  ["K-02 a web server is there", webServer, /^(what answers there is no Redis|it hung up)$/],
  ["K-03 what is there never says a word", silent, /^it does not answer$/],
  ["K-06 it is loading", () => alwaysSaying("-LOADING Redis is loading the dataset in memory"), /LOADING/],
  [
    "K-06 it can only be read",
    () => alwaysSaying("-READONLY You can't write against a read only replica."),
    /READONLY/,
  ],
  ["K-06 it is part of a cluster", () => alwaysSaying("-MOVED 3999 127.0.0.1:6381"), /part of a cluster/],
  ["K-06 its memory is full", () => alwaysSaying("-OOM command not allowed when used memory > 'maxmemory'."), /full/],
  ["K-06 it answers nonsense", () => alwaysSaying("+what"), /^what answers there is no Redis$/],
];

test.each(reasons)(
  "%s: each call is answered from the daemon's own memory, and one change is told",
  async (_, bad, reason) => {
    const shared = opened(from(bad()).url, { budgetMs: 20 });

    await everything(shared, "1");
    await away(shared);
    await everything(shared, "2");

    expect(shared.standing().reason).toMatch(reason);
    expect(shared.told.length).toBe(1);
  },
);

describe.skipIf(!hasRedis)("a real server", () => {
  test("K-02 a wrong password is told as such, and is nowhere in what is told", async () => {
    const { port } = await redis({ requirepass: "right" });

    const wrong = opened(`redis://:w0ngpassw0rd@127.0.0.1:${port}`);
    const none = opened(`redis://127.0.0.1:${port}`);
    await Promise.all([away(wrong), away(none)]);
    await everything(wrong);

    expect([wrong.standing().reason, none.standing().reason]).toEqual([
      "it refuses the name or the password",
      "it wants a password",
    ]);
    expect(JSON.stringify([wrong.told, none.told])).not.toContain("w0ng");
    await connected(opened(`redis://:right@127.0.0.1:${port}/3`));
  });

  test("K-02 it dies and comes back: what was counted meanwhile is added, once, and two changes are told", async () => {
    const server = await redis({ appendonly: "yes", appendfsync: "always" });
    const [one, other] = [await connected(opened(server.url)), await connected(opened(server.url))];
    await one.counters.take([sum("day", 5, 100)]);
    await other.counters.take([sum("day", 7, 100)]);

    await server.kill();
    await Promise.all([away(one), away(other)]);
    expect(await one.counters.take([sum("day", 96, 100)])).toMatchObject({ isTaken: false }); // it has heard of 5
    expect(await one.counters.take([sum("day", 20, 100)])).toMatchObject({ isTaken: true });
    await other.counters.add([sum("day", -3, 100)]);
    await one.counters.enter("seat", 1, "mine", 60_000);
    await one.values.set([{ key: "kept", value: Buffer.from("meanwhile") }], 60_000);
    await one.board.write("said", "a", "meanwhile", null);

    await server.startAgain();
    await Promise.all([connected(one), connected(other)]);
    await until("both debts are paid", async () => (await other.counters.levels(["day"]))[0] === 29);
    await until("its value is there", async () => (await other.values.get(["kept"]))[0] !== null);
    await until("its fact is there", () => other.board.read("said").get("a") === "meanwhile");
    await until("its seat is taken", async () => !(await other.counters.enter("seat", 1, "theirs", 60_000)));
    expect(await one.counters.levels(["day"])).toEqual([29]);
    expect([one.told, other.told].map((told) => told.map(({ state }) => state))).toEqual([
      ["connected", "away", "connected"],
      ["connected", "away", "connected"],
    ]);
  });

  test("K-02 it loses its memory: the board is written again by those who know it", async () => {
    const server = await redis();
    const [one, other] = [await connected(opened(server.url)), await connected(opened(server.url))];
    await one.board.write("upstream", "current", "cn", null);
    await until("the other has it", () => other.board.read("upstream").size === 1);

    expect(await server.ask("FLUSHALL")).toBe("OK");
    const third = await connected(opened(server.url));
    await until("the third has it", () => third.board.read("upstream").get("current") === "cn");
    expect(one.board.read("upstream").get("current")).toBe("cn");
  });

  test("K-03 frozen: five calls wait for their budget, no other does; nothing is counted twice when it goes on", async () => {
    const server = await redis();
    const shared = await connected(opened(server.url, { budgetMs: 300 }));
    await shared.counters.take([sum("x", 1, 1000)]);

    server.freeze();
    const before = performance.now();
    for (let at = 0; at < 200; at++) expect((await shared.counters.take([sum("x", 1, 1000)])).isTaken).toBe(true);
    expect(performance.now() - before).toBeLessThan(200 * 300 * 0.5); // each by itself would be a minute
    expect(shared.standing().state).toBe("away");
    server.thaw();

    await connected(shared);
    await until("all are counted", async () => (await shared.counters.levels(["x"]))[0] === 201);
    expect(await server.ask("HGET", "t:n:x", "f")).toBe("201");
  });

  test("K-03 every answer takes 50 ms: it is left alone, used again when it is quick, and all is counted once", async () => {
    const server = await redis();
    const way = from(slowWay(server.port, 0));
    const shared = await connected(opened(way.url, { budgetMs: 25 }));

    way.delayMs = 50;
    for (let at = 0; at < 100; at++) expect((await shared.counters.take([sum("x", 1, 1000)])).isTaken).toBe(true);
    await away(shared);
    expect(shared.standing().reason).toBe("it does not answer within 25 ms");
    way.delayMs = 0;

    await until("all are counted", async () => (await server.ask("HGET", "t:n:x", "f")) === "100", 40_000);
  });

  test("K-06 it is full: what it knew can be used again when there is room", async () => {
    const server = await redis();
    const shared = await connected(opened(server.url));
    await shared.counters.take([sum("x", 5)]);

    await server.ask("CONFIG", "SET", "maxmemory", "1");
    for (let at = 0; at < 8; at++) await shared.values.set([{ key: `v${at}`, value: Buffer.from("x") }], 60_000);
    await away(shared);
    expect(shared.standing().reason).toBe("it is full (OOM)");
    expect((await shared.counters.take([sum("x", 5)])).isTaken).toBe(true);
    await server.ask("CONFIG", "SET", "maxmemory", "0");

    await connected(shared);
    await until("what was decided meanwhile is counted", async () => (await server.ask("HGET", "t:n:x", "f")) === "10");
    await until("what was written meanwhile is there", async () => (await server.ask("EXISTS", "t:v:v7")) === "1");
  });

  test("K-04 its connections are cut again and again: there is one connection, and the sum is right", async () => {
    const server = await redis();
    const shared = await connected(opened(server.url));
    for (let round = 0; round < 6; round++) {
      for (let at = 0; at < 20; at++) void shared.counters.add([sum("x", 1)]);
      await server.ask("CLIENT", "KILL", "TYPE", "normal");
      await until("it is connected again", () => shared.standing().state === "connected", 40_000);
      await shared.counters.add([sum("x", 1)]);
    }

    await until("all are counted", async () => (await server.ask("HGET", "t:n:x", "f")) === "126", 40_000);
    expect(await server.connections()).toBe(1);
  });

  test("a value that is no value, or far too large, is none; it is taken away", async () => {
    const server = await redis();
    const shared = await connected(opened(server.url));
    await server.ask("LPUSH", "t:v:list", "a");
    await server.ask("SETRANGE", "t:v:huge", String(64 * 1024 * 1024), "x");
    await server.ask("LPUSH", "t:n:sum", "a");

    expect(await shared.values.get(["list", "huge"])).toEqual([null, null]);
    expect(await shared.counters.take([sum("sum", 1)])).toEqual({ isTaken: true, levels: [1] });
    expect(await server.ask("EXISTS", "t:v:list", "t:v:huge")).toBe("0");
    expect(shared.standing().state).toBe("connected");
  });
});
