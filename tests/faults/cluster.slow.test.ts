import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Answered, type Cluster, startCluster } from "../support/cluster.ts";
import type { TestDaemon } from "../support/daemon.ts";
import { expectTold, untilElsewhere } from "../support/ledger-elsewhere.ts";
import { nginxMissing } from "../support/nginx.ts";
import { postgresMissing } from "../support/postgres-server.ts";
import { hasRedis } from "../support/redis-server.ts";
import { until } from "../support/wait.ts";

const settings = `limits:
  rates:
    - name: a few a day
      when: { model: counted }
      requests_per_day: 20
`;

const statusesOf = (answered: readonly Answered[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Map.groupBy(answered, ({ status }) => status)
      .entries()
      .map(([status, all]) => [status, all.length]),
  );

const isMissing = nginxMissing !== null || postgresMissing !== null || !hasRedis;

describe.skipIf(isMissing)("three daemons behind nginx, with one Redis and one PostgreSQL", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster(settings);
  });
  afterAll(() => cluster.stop());

  /** How many rows each daemon has, and how many PostgreSQL has, when that has all of them. */
  const ledgers = async () => {
    const own = await Promise.all(cluster.daemons.map(async (daemon) => (await daemon.rows()).map(({ id }) => id)));
    const count = async (): Promise<number> =>
      (await cluster.postgres.ask("SELECT 1 FROM proxy_requests", "ledger").catch(() => [])).length;
    const all = own.flat().length;
    await until(`PostgreSQL has ${all} rows`, async () => (await count()) >= all, 45_000).catch(() => undefined);
    return { own, there: await count() };
  };
  const allConnected = (): Promise<unknown> =>
    until("all have the store", async () => {
      const all = await Promise.all(cluster.daemons.map(({ control }) => control.status({})));
      return all.every((status) => status.store?.state === "connected");
    });

  test("a limit is one for all of them: of sixty requests at once exactly twenty go out, whichever daemon they come to", async () => {
    await allConnected();
    cluster.forgetHits();

    const answered = await cluster.askMany(60, 12, "counted");

    expect(statusesOf(answered)).toEqual({ 200: 20, 429: 40 });
    expect(cluster.vendor.hits().length).toBe(20);
    const { own, there } = await ledgers();
    expect(own.every((rows) => rows.length > 0)).toBe(true); // nginx has asked all of them
    expect([own.flat().length, there]).toEqual([60, 60]);
  });

  test("K-25 what stands in PostgreSQL is the sum of what each daemon tells, to the last figure", async () => {
    await cluster.askMany(30, 6);
    await ledgers();
    const [first] = cluster.daemons as [TestDaemon];

    const everywhere = await first.control.everywhere({ since: 0, by: "daemon" });

    for (const [number, name] of ["one", "two", "three"].entries()) {
      const own = await cluster.daemons[number]?.control.stats({ since: 0, by: "status" });
      expect(everywhere.groups.find((group) => group.name === name)).toEqual({ ...own?.total, name } as never);
    }
    for (const figure of ["requests", "ok", "failed", "bytesIn", "bytesOut", "inputTokens", "outputTokens"] as const) {
      const sum = everywhere.groups.reduce((all, group) => all + (group[figure] ?? 0), 0);
      expect([figure, everywhere.total[figure]]).toEqual([figure, sum]);
    }
    expect(everywhere.total.requests).toBe(90);
  });

  test("K-20: Redis and PostgreSQL die together, no request fails, and when they are back every row is there once", async () => {
    await cluster.redis.kill();
    await cluster.postgres.kill();

    const answered = await cluster.askMany(60, 6);

    expect(statusesOf(answered)).toEqual({ 200: 60 });
    for (const daemon of cluster.daemons)
      await untilElsewhere(daemon, "it has no PostgreSQL", ({ awaySince }) => awaySince !== null);
    await cluster.redis.startAgain();
    await cluster.postgres.start();
    const { own, there } = await ledgers();
    expect(there).toBe(own.flat().length);
    for (const daemon of cluster.daemons) await expectTold(daemon, "is away", "is back");
    await allConnected();
  });

  test("D-01: one daemon is killed under load: only what was in it fails, the others go on, and each answer has its row", async () => {
    const before = (await ledgers()).there;
    const [first] = cluster.daemons as [TestDaemon];
    const load = cluster.askMany(300, 6);
    await until("it is under load", async () => (await first.control.status({})).tally.ended > 40);
    first.signal("SIGKILL");

    const answered = await load;
    await cluster.startAgain(0);

    const failed = answered.filter(({ status }) => status !== 200);
    expect(failed.length).toBeLessThanOrEqual(6); // so many were asked at a time
    const ids = answered.flatMap(({ status, id }) => (status === 200 && id !== null ? [id] : []));
    const { own, there } = await ledgers();
    const known = new Set(own.flat());
    // What has ended less than a tenth of a second before the kill was not written yet.
    expect(ids.filter((id) => !known.has(id)).length).toBeLessThanOrEqual(60);
    expect(there).toBe(own.flat().length);
    expect(there).toBeGreaterThan(before);
    expect(statusesOf(await cluster.askMany(12, 3))).toEqual({ 200: 12 });
  });
});
