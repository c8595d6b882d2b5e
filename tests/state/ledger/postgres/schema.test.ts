import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readPostgresAddress } from "../../../../src/lib/postgres-address.ts";
import { openPostgres } from "../../../../src/state/ledger/postgres/connection.ts";
import { bringUpToDate, NewerSchema, postgresMigrations } from "../../../../src/state/ledger/postgres/schema.ts";
import { troubleOf } from "../../../../src/state/ledger/postgres/trouble.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../../../support/postgres-server.ts";

describe.skipIf(postgresMissing !== null)("with a real PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const at = (url: string) => {
    const address = readPostgresAddress(url);
    if (address === null) throw new Error("no address");
    return openPostgres(address, bringUpToDate);
  };

  test("eight daemons that start at once make one table, and none of them fails", async () => {
    const url = await server.makeDatabase("race");
    const all = Array.from({ length: 8 }, () => at(url));

    const done = await Promise.allSettled(
      all.map((one) => one.transact(10_000, (query) => query("SELECT count(*) AS n FROM proxy_requests"))),
    );

    expect(done.map((one) => (one.status === "rejected" ? String(one.reason) : one.status))).toEqual(
      all.map(() => "fulfilled"),
    );
    await Promise.all(all.map((one) => one.close()));
  });

  test("tables of a newer version are left alone, and it is said which versions these are", async () => {
    const url = await server.makeDatabase("newer");
    const first = at(url);
    await first.transact(10_000, (query) => query("UPDATE proxy_ledger SET version = 99"));
    await first.close();

    const second = at(url);
    const thrown = await second.transact(10_000, async () => "written").catch((error: unknown) => error);

    expect(thrown).toBeInstanceOf(NewerSchema);
    expect(troubleOf(thrown)).toContain(
      `made by a newer proxy-cli (schema 99, this one knows ${postgresMigrations.length})`,
    );
    await second.close();
  });

  test("once the tables are there, who may only read and write them can", async () => {
    const url = await server.makeDatabase("narrow");
    const maker = at(url);
    await maker.transact(10_000, (query) => query("CREATE ROLE clerk LOGIN PASSWORD 'clerk'"));
    await maker.transact(10_000, (query) => query("GRANT SELECT, INSERT, UPDATE ON proxy_requests TO clerk"));
    await maker.transact(10_000, (query) => query("GRANT SELECT ON proxy_ledger TO clerk"));
    await maker.close();

    const clerk = at(url.replace(/\/\/[^@]*@/, "//clerk:clerk@"));
    const [row] = await clerk.transact(10_000, (query) => query("SELECT count(*) AS n FROM proxy_requests"));
    const refused = await clerk.transact(10_000, (query) => query("DROP TABLE proxy_requests")).catch(troubleOf);

    expect(row).toEqual({ n: "0" });
    expect(refused).toStartWith("it does not allow that");
    await clerk.close();
  });
});
