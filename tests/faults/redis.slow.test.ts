import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { alwaysSaying, type BadStore, nobody, silent, slowWay, webServer } from "../support/bad-redis.ts";
import { canaries } from "../support/canary.ts";
import { newHome } from "../support/daemon.ts";
import { expectWhole, type FaultBench, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { storeIs, storeLines } from "../support/many-daemons.ts";
import { hasRedis, type RedisServer, startRedis } from "../support/redis-server.ts";
import { until } from "../support/wait.ts";

/** How long the store comes and goes: ten seconds, or as long as is wanted once (`PROXY_TEST_FLAP_SECONDS=600`). */
const flapSeconds = Number(process.env["PROXY_TEST_FLAP_SECONDS"] ?? "10");

setDefaultTimeout(180_000 + 2000 * flapSeconds);

// Whole daemons, with limits and a budget that every request is counted in: nothing of a store may fail a request.
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const counting = `limits:
  rates:
    - each: caller
      requests_per_minute: 1000000
      concurrency: 1000
budgets:
  - name: day
    per: day
    dollars: 1000
`;

const bench = async (flags: Readonly<Record<string, string>>): Promise<FaultBench> => {
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), counting, { mode: 0o600 });
  return startBench({ home, flags });
};

const from = <T extends BadStore>(bad: T): T => {
  ends.push(bad.stop);
  return bad;
};

const redis = async (): Promise<RedisServer> => {
  const server = await startRedis();
  ends.push(server.stop);
  return server;
};

const [anthropic] = formats as [Format];

/** So many requests one after the other, each answered as the vendor did. */
const answered = async ({ fault }: FaultBench, count: number): Promise<void> => {
  for (let at = 0; at < count; at++)
    expectWhole(await fault(anthropic, false, [read("all"), send(answerText(anthropic.answer))]), anthropic.answer);
};

/** The last of some requests and everything that must be so after it. */
const spotless = async (one: FaultBench): Promise<void> => {
  await answered(one, 1);
  await one.afterwards({ outcome: "--", status: 200 });
};

test("K-01 without a store nothing is said of one, and nothing is connected", async () => {
  const one = await bench({});

  await spotless(one);

  expect((await one.daemon.control.status({})).store).toBeNull();
  expect(storeLines(one.daemon)).toEqual([]);
  expect(await (await fetch(`${one.daemon.url}/metrics?format=prometheus`)).text()).not.toContain("shared_store");
  await one.stop();
});

const badStores: readonly (readonly [id: string, bad: () => BadStore, reason: RegExp])[] = [
  ["K-02 the store is down", nobody, /^connection refused$/],
  ["K-02 a web server is where the store should be", webServer, /^(what answers there is no Redis|it hung up)$/],
  ["K-03 the store never says a word", silent, /^it does not answer$/],
  ["K-06 the store is loading", () => alwaysSaying("-LOADING Redis is loading the dataset in memory"), /LOADING/],
  ["K-06 the store can only be read", () => alwaysSaying("-READONLY You can't write"), /READONLY/],
  ["K-06 the store is part of a cluster", () => alwaysSaying("-MOVED 3999 127.0.0.1:6381"), /part of a cluster/],
  ["K-06 the store is full", () => alwaysSaying("-OOM command not allowed"), /full/],
];

test.each(badStores)(
  "%s: every request is answered, one line says so, and status tells why",
  async (_, bad, reason) => {
    const one = await bench({ "store.redis_url": from(bad()).url });

    await answered(one, 10);
    await spotless(one);

    const { store, warnings } = await one.daemon.control.status({});
    expect(store?.reason).toMatch(reason);
    expect(warnings).toContainEqual(expect.stringContaining("the shared store is away"));
    expect(storeLines(one.daemon)).toEqual(["the shared store is away; this daemon goes on alone"]);
    await one.stop();
  },
);

test.skipIf(!hasRedis)(
  "K-02 with a wrong password every request is answered, and the password is written nowhere",
  async () => {
    const server = await startRedis({ requirepass: "another" });
    ends.push(server.stop);
    const one = await bench({ "store.redis_url": `redis://:${canaries.held}@127.0.0.1:${server.port}` });

    await answered(one, 5);
    await spotless(one);

    expect((await one.daemon.control.status({})).store?.reason).toBe("it refuses the name or the password");
    await one.stop(); // looks for the password in everything that was said or written
  },
);

test.skipIf(!hasRedis)(
  "K-02, K-03 the store is frozen, goes on, dies, and comes back under load: no request fails",
  async () => {
    const server = await redis();
    const one = await bench({ "store.redis_url": server.url, "store.redis_budget_ms": "200" });
    await storeIs("connected", one.daemon);

    server.freeze();
    await answered(one, 30);
    await storeIs("away", one.daemon);
    server.thaw();
    await storeIs("connected", one.daemon);
    await answered(one, 10);
    await server.kill();
    await answered(one, 30);
    await storeIs("away", one.daemon);
    await server.startAgain();
    await storeIs("connected", one.daemon);
    await spotless(one);

    const [away, back] = ["the shared store is away; this daemon goes on alone", "the shared store is connected"];
    expect(storeLines(one.daemon)).toEqual([back, away, back, away, back]);
    await one.stop();
  },
);

test.skipIf(!hasRedis)(
  "K-03 every answer of the store takes 2 s: no request waits for it more than five times",
  async () => {
    const server = await redis();
    const way = from(slowWay(server.port, 2000));
    const one = await bench({ "store.redis_url": way.url, "store.redis_budget_ms": "100" });

    await answered(one, 20);
    await spotless(one);

    expect((await one.daemon.control.status({})).store?.state).toBe("away");
    expect(storeLines(one.daemon).length).toBe(1);
    await one.stop();
  },
);

test.skipIf(!hasRedis)(
  "K-04 the store comes and goes each second: no request fails, and connections do not grow",
  async () => {
    const server = await redis();
    const one = await bench({ "store.redis_url": server.url });
    await storeIs("connected", one.daemon);
    let isOver = false;
    const flapping = (async () => {
      for (let round = 0; round < flapSeconds; round++) {
        await Bun.sleep(500); // the fault itself, nothing is waited for
        await server.kill();
        await Bun.sleep(500);
        await server.startAgain();
      }
      isOver = true;
    })();

    while (!isOver) await answered(one, 1);
    await flapping;

    await storeIs("connected", one.daemon);
    expect(await server.connections()).toBe(1);
    await spotless(one);
    const lines = storeLines(one.daemon);
    expect(lines.every((line, at) => at === 0 || line !== lines[at - 1])).toBe(true); // changes alone
    expect(lines.length).toBeLessThanOrEqual(1 + 2 * flapSeconds);
    await until("nothing in flight", async () => (await one.daemon.control.status({})).inFlight === 0);
    await one.stop();
  },
);
