import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { type FaultBench, startBench } from "../support/fault-bench.ts";
import { answering, expectAllThere, expectTold, sendMany, untilElsewhere } from "../support/ledger-elsewhere.ts";
import { type PostgresServer, postgresMissing, postgresPassword, startPostgres } from "../support/postgres-server.ts";
import { until } from "../support/wait.ts";

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A request to the simulator inside the daemon. */
const ask = async ({ url }: Pick<TestDaemon, "url">, model = "claude-sonnet-4-6"): Promise<number> => {
  const body = JSON.stringify({ model, max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
  const headers = { "x-api-key": "k", "x-proxy-upstream": "simulator" };
  const response = await fetch(`${url}/v1/messages`, { method: "POST", body, headers });
  await response.arrayBuffer();
  return response.status;
};

const started = async (flags: Readonly<Record<string, string>>, home = newHome()): Promise<TestDaemon> => {
  const daemon = await startDaemon({ home, flags });
  cleanups.push(() => daemon.stop());
  return daemon;
};

describe.skipIf(postgresMissing !== null)("with a real PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  test("K-20 PostgreSQL dies while rows come: every request is answered, and each is there once when it is back", async () => {
    const flags = { "store.ledger_url": await server.makeDatabase("dies") };
    const bench: FaultBench = await startBench({ flags });
    cleanups.push(bench.stop);
    answering(bench);
    const dying = Promise.withResolvers<void>();
    const many = 120;

    await sendMany(bench, many, (done) => {
      if (done === 40) server.kill().then(dying.resolve, dying.reject);
    });
    await dying.promise;
    const away = await untilElsewhere(bench.daemon, "it is away", ({ awaySince }) => awaySince !== null);
    expect(away.why).toMatch(/nobody answers there|broke the connection/);
    await bench.afterwards({ outcome: "--", hits: many, earlier: many - 1, status: 200 });
    await server.start();

    await expectAllThere(bench.daemon, server, "dies");
    await expectTold(bench.daemon, "is away", "is back");
  });

  test.each([
    ["a wrong password", { password: "wrong" }, /refuses the name or the password/],
    ["no such database", { database: "nowhere" }, /no database of that name/],
    ["TLS that it has not", { query: "?sslmode=require" }, /TLS/i],
  ])("K-22 %s: it is said why, traffic goes on, rows wait, and the password is shown nowhere", async (_, more, why) => {
    const daemon = await started({ "store.ledger_url": server.urlWith(more) });

    expect(await ask(daemon)).toBe(200);

    const away = await untilElsewhere(
      daemon,
      "it is away",
      ({ awaySince, waiting }) => awaySince !== null && waiting > 0,
    );
    expect(away.why).toMatch(why);
    expect(away.place).toMatch(/^127\.0\.0\.1:\d+\/\w+$/);
    expect(await daemon.leaks([postgresPassword])).toEqual([]);
    await expectTold(daemon, "is away");
  });

  test("K-22 something else listens there: it is said, and traffic goes on", async () => {
    const web = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("hello") });
    cleanups.push(() => void web.stop(true));
    const daemon = await started({ "store.ledger_url": `postgres://me:${postgresPassword}@127.0.0.1:${web.port}/l` });

    expect(await ask(daemon)).toBe(200);

    await untilElsewhere(daemon, "it is away", ({ awaySince, why }) => awaySince !== null && why !== null);
    expect(await daemon.leaks([postgresPassword])).toEqual([]);
    expect(await ask(daemon)).toBe(200);
  });

  test("K-23 a PostgreSQL whose disk is full takes nothing, rows wait, and arrive when there is room", async () => {
    const daemon = await started({ "store.ledger_url": await server.makeDatabase("full_db") });
    expect(await ask(daemon)).toBe(200);
    await expectAllThere(daemon, server, "full_db");
    await server.ask(
      `CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$;
       CREATE TRIGGER full_disk BEFORE INSERT ON proxy_requests FOR EACH ROW EXECUTE FUNCTION fill()`,
      "full_db",
    );

    for (let sent = 0; sent < 5; sent++) expect(await ask(daemon)).toBe(200);
    const full = await untilElsewhere(daemon, "it is full", ({ waiting, why }) => waiting === 5 && why !== null);
    expect(full.why).toBe("its disk is full");
    await server.ask("DROP TRIGGER full_disk ON proxy_requests", "full_db");

    await expectAllThere(daemon, server, "full_db");
    expect((await daemon.rows()).length).toBe(6);
  });

  test("K-24 killed after PostgreSQL has the rows and before it knows: nothing is counted twice", async () => {
    const home = newHome();
    const flags = { "store.ledger_url": await server.makeDatabase("killed") };
    const first = await started(flags, home);
    expect(await ask(first)).toBe(200);
    await expectAllThere(first, server, "killed");
    // Whoever commits rows waits at the very end, while somebody holds the other lock.
    await server.ask(
      `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END $$;
       CREATE CONSTRAINT TRIGGER late AFTER INSERT OR UPDATE ON proxy_requests DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION wait()`,
      "killed",
    );
    const holder = server
      .ask("BEGIN; SELECT pg_advisory_xact_lock(42); SELECT pg_sleep(600)", "killed")
      .catch(() => []);
    const waitsFor = (what: string) => async (): Promise<boolean> => (await server.ask(what, "killed")).length > 0;
    await until("the lock is held", waitsFor("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted"));
    for (let sent = 0; sent < 7; sent++) expect(await ask(first)).toBe(200);
    await until(
      "the rows wait to be committed",
      waitsFor("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"),
    );

    first.signal("SIGKILL");
    await first.exited;
    await server.ask(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)'",
      "killed",
    );
    await holder;
    await until("they are committed all the same", waitsFor("SELECT 1 FROM proxy_requests HAVING count(*) = 8"));
    const second = await started(flags, home);
    const waited = await untilElsewhere(second, "all has been sent again", ({ waiting }) => waiting === 0);

    expect(waited.givenUp).toBe(0);
    await expectAllThere(second, server, "killed");
    const { total } = await second.control.everywhere({ since: 0, by: "status" });
    expect(total.requests).toBe(8);
  });

  test("K-26 rows that wait when the daemon is stopped go after its next start", async () => {
    const home = newHome();
    const flags = { "store.ledger_url": server.urlWith({ database: "later" }) };
    const first = await started(flags, home);
    for (let sent = 0; sent < 30; sent++) expect(await ask(first)).toBe(200);
    await untilElsewhere(first, "all wait", ({ waiting }) => waiting === 30);
    first.signal("SIGTERM");
    expect(await first.exited).toBe(0);
    await server.makeDatabase("later");

    const second = await started(flags, home);
    expect(await ask(second)).toBe(200);

    await expectAllThere(second, server, "later");
    expect((await second.rows()).length).toBe(31);
  });

  test("K-27 three daemons that start at once on an empty database all write; tables of a newer version are left alone", async () => {
    const url = await server.makeDatabase("three");
    const daemons = await Promise.all(
      ["a", "b", "c"].map((name) => started({ "store.ledger_url": url, "store.instance": name })),
    );
    for (const daemon of daemons) expect(await ask(daemon)).toBe(200);
    const isThere = async (): Promise<boolean> =>
      (await server.ask("SELECT 1 FROM proxy_requests", "three")).length === 3;
    await until("all three are there", () => isThere().catch(() => false));
    const [first] = daemons as [TestDaemon];
    const { groups } = await first.control.everywhere({ since: 0, by: "daemon" });
    expect(groups.map(({ name, requests }) => [name, requests])).toEqual([
      ["a", 1],
      ["b", 1],
      ["c", 1],
    ]);

    await server.ask("UPDATE proxy_ledger SET version = 99", "three");
    const late = await started({ "store.ledger_url": url });
    expect(await ask(late)).toBe(200);

    const refused = await untilElsewhere(late, "it is refused", ({ awaySince }) => awaySince !== null);
    expect(refused.why).toContain("made by a newer proxy-cli (schema 99");
    await expect(late.control.everywhere({ since: 0, by: "day" })).rejects.toThrow(/newer proxy-cli/);
  });

  test("K-28 a row that PostgreSQL does not take is given up alone and told; all others arrive", async () => {
    const daemon = await started({ "store.ledger_url": await server.makeDatabase("picky") });
    expect(await ask(daemon)).toBe(200);
    await expectAllThere(daemon, server, "picky");
    await server.ask("ALTER TABLE proxy_requests ADD CHECK (model <> 'poison')", "picky");

    for (const model of ["claude-a", "poison", "claude-b"]) expect(await ask(daemon, model)).toBe(200);

    const told = await untilElsewhere(daemon, "one is given up", ({ givenUp }) => givenUp > 0);
    expect(told).toMatchObject({ awaySince: null, givenUp: 1 });
    const rows = await server.ask("SELECT model FROM proxy_requests ORDER BY model", "picky");
    expect(rows.map(({ model }) => model)).toEqual(["claude-a", "claude-b", "claude-sonnet-4-6"]);
    await expectTold(daemon, "lacks rows for good");
  });

  test("K-29 without a ledger here rows wait in memory, so many at most, and what is given up is counted", async () => {
    const flags = { "store.ledger_url": server.urlWith({ database: "only_here" }), "ledger.enabled": "false" };
    const daemon = await started({ ...flags, "store.spool_rows": "10" });
    for (let sent = 0; sent < 25; sent++) expect(await ask(daemon)).toBe(200);
    await untilElsewhere(daemon, "it is away", ({ givenUp, waiting }) => givenUp === 15 && waiting === 10);
    await server.makeDatabase("only_here");

    await untilElsewhere(daemon, "the others arrive", ({ waiting, awaySince }) => waiting === 0 && awaySince === null);

    const { total } = await daemon.control.everywhere({ since: 0, by: "status" });
    expect(total.requests).toBe(10);
    await expect(daemon.control.stats({ since: 0, by: "status" })).rejects.toThrow();
  });
});
