import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type FaultBench, startBench } from "../support/fault-bench.ts";
import { answering, expectAllThere, expectTold, sendMany, untilElsewhere } from "../support/ledger-elsewhere.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/postgres-server.ts";
import { controlOf, newCorner } from "../support/program.ts";
import { until } from "../support/wait.ts";

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

describe.skipIf(postgresMissing !== null)("with a real PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const benchAt = async (database: string): Promise<FaultBench> => {
    const bench = await startBench({ flags: { "store.ledger_url": await server.makeDatabase(database) } });
    cleanups.push(bench.stop);
    answering(bench);
    return bench;
  };

  test("K-21 a PostgreSQL that stands still: every request is answered, no connection is left behind, and each row is there once", async () => {
    const bench = await benchAt("frozen");
    await sendMany(bench, 20);
    const count = async (): Promise<number> => (await server.ask("SELECT 1 FROM proxy_requests", "frozen")).length;
    await until("they are there", async () => (await count().catch(() => 0)) >= 20);

    server.freeze();
    await sendMany(bench, 40);
    const away = await untilElsewhere(bench.daemon, "it is away", ({ awaySince }) => awaySince !== null);
    expect(away.why).toBe("it does not answer");
    await bench.afterwards({ outcome: "--", hits: 60, earlier: 59, status: 200 });
    server.thaw();

    await expectAllThere(bench.daemon, server, "frozen");
    await expectTold(bench.daemon, "is away", "is back");
  });

  test("K-21 a PostgreSQL that comes and goes loses nothing, counts nothing twice, and its connections do not grow", async () => {
    const bench = await benchAt("flapping");
    let isOver = false;
    const flapping = (async () => {
      for (let times = 0; times < 4; times++) {
        await server.kill();
        await server.start();
        const { rows } = {
          rows: await server.ask("SELECT count(*) AS n FROM pg_stat_activity WHERE usename = 'proxy'"),
        };
        expect(Number(rows[0]?.["n"])).toBeLessThanOrEqual(3); // two of the daemon's and this one
      }
      isOver = true;
    })();
    let sent = 0;
    while (!isOver) {
      await sendMany(bench, 40);
      sent += 40;
    }
    await flapping;

    await bench.afterwards({ outcome: "--", hits: sent, earlier: sent - 1, status: 200 });
    await expectAllThere(bench.daemon, server, "flapping");
  });

  test("K-25 stats --everywhere tells of all daemons, by daemon too, in the words and figures of stats", async () => {
    const url = await server.makeDatabase("two_desks");
    const corners = [newCorner(), newCorner()];
    for (const [number, corner] of corners.entries()) {
      cleanups.push(corner.leave);
      const env = { PROXY_LEDGER_URL: url, PROXY_STORE_INSTANCE: `desk-${number}` };
      expect((await corner.cli(["start", "--upstream", "simulator"], env)).err).toBe("");
      const status = await controlOf(corner).status({});
      for (let sent = 0; sent <= number; sent++) {
        const body = JSON.stringify({ model: "claude-a", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
        const response = await fetch(`${status.url}/v1/messages`, {
          method: "POST",
          body,
          headers: { "x-api-key": "k" },
        });
        expect(response.status).toBe(200);
        await response.arrayBuffer();
      }
    }
    const [corner] = corners as [(typeof corners)[0]];
    const json = async (...words: readonly string[]) =>
      JSON.parse((await corner.cli(["stats", ...words, "--json"])).out) as Record<string, unknown>;

    const both = await until("all is there", async () => {
      const told = await json("--by", "daemon");
      return JSON.stringify(told["total"]).includes('"requests":3') && told;
    });

    const groups = both["groups"] as readonly Record<string, unknown>[];
    expect(groups.map(({ name, requests }) => [name, requests])).toEqual([
      ["desk-1", 2],
      ["desk-0", 1],
    ]);
    const own = (await json("--by", "status"))["total"];
    expect(groups[1]).toEqual({ ...(own as object), name: "desk-0" });
    const table = await corner.cli(["stats", "--everywhere", "--by", "daemon"]);
    expect(table.out).toMatch(/^last 24 hours, .*, all daemons\nDAEMON +REQ .*\ndesk-1 +2 .*\ndesk-0 +1 .*\nTOTAL +3 /);
    expect((await corner.cli(["status"])).out).toMatch(/\n +ledger +postgres ok +127\.0\.0\.1:\d+\/two_desks/);
    await server.kill();
    const gone = await corner.cli(["stats", "--everywhere"]);
    expect([gone.code, gone.out]).toEqual([69, ""]);
    expect(gone.err).toMatch(
      /PostgreSQL at 127\.0\.0\.1:\d+\/two_desks gives no answer: .*\n(.*\n)*.*proxy-cli stats/i,
    );
    await server.start();
  });

  test("K-25 without a ledger elsewhere it is said how to have one", async () => {
    const corner = newCorner();
    cleanups.push(corner.leave);
    await corner.cli(["start", "--upstream", "simulator"]);

    const told = await corner.cli(["stats", "--everywhere"]);

    expect(told.code).toBe(69);
    expect(told.err).toContain("proxy-cli config set store.ledger_url");
  });
});
