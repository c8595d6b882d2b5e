import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { RequestSummary } from "../../../../src/core/notice.ts";
import { readPostgresAddress } from "../../../../src/lib/postgres-address.ts";
import { type LedgerDatabase, openLedgerDatabase } from "../../../../src/state/ledger/database.ts";
import { statsEverywhere } from "../../../../src/state/ledger/postgres/answer.ts";
import { openPostgres, type Postgres } from "../../../../src/state/ledger/postgres/connection.ts";
import { bringUpToDate, refuseNewer } from "../../../../src/state/ledger/postgres/schema.ts";
import { writeRows } from "../../../../src/state/ledger/postgres/write.ts";
import { groupings, type Stats, type StatsQuestion, valuesOf } from "../../../../src/state/ledger/row.ts";
import { anyRequests } from "../../../support/any-requests.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../../../support/postgres-server.ts";
import { scratchFolder } from "../../../support/scratch.ts";

const day = 86_400_000;
const from = Math.floor(1_792_500_000_000 / day) * day; // the clocks of Berlin go back in these days
const to = from + 9 * day;

const ledgerOf = (requests: readonly RequestSummary[]): LedgerDatabase => {
  const ledger = openLedgerDatabase({
    file: join(scratchFolder(), "ledger.db"),
    run: "now",
    now: () => to,
    movedAside: () => undefined,
    spooling: { target: "here", maxRows: 1e6, isOnly: false },
  });
  ledger.write(requests.map((request) => valuesOf(request, "earlier")));
  while (ledger.tidy());
  return ledger;
};

const ship = async (postgres: Postgres, { spool }: LedgerDatabase, daemon: string): Promise<void> => {
  for (let batch = spool?.take() ?? null; batch !== null && spool !== null; batch = spool.take()) {
    const { rows } = batch;
    await postgres.transact(10_000, (query) => writeRows(query, { source: spool.source, daemon }, rows));
    spool.settle(batch, 0);
  }
};

/** Percentiles are told within a percent, and a bucket of one is a bucket of the other. */
const spans: readonly Omit<StatsQuestion, "by">[] = [
  { since: 0 },
  { since: from + 3 * day + 12_345, until: from + 8 * day + 777_777 },
  { since: from + 3.5 * day, until: from + 3.5 * day + 600_000 },
  { since: to, until: to + day },
  { since: 0, zone: "Europe/Berlin" },
  { since: from + day + 7, zone: "Asia/Kathmandu", top: 2 },
];

describe.skipIf(postgresMissing !== null)("with a real PostgreSQL", () => {
  let server: PostgresServer;
  let postgres: Postgres;
  let asking: Postgres;
  const parts = [1, 2, 3].map((seed) => anyRequests(400, { from, to, seed }));
  const ask = (question: Parameters<typeof statsEverywhere>[1]): Promise<Stats> =>
    asking.transact(20_000, (query) => statsEverywhere(query, question));

  beforeAll(async () => {
    server = await startPostgres();
    const address = readPostgresAddress(server.url);
    if (address === null) throw new Error("no address");
    postgres = openPostgres(address, bringUpToDate);
    asking = openPostgres(address, refuseNewer, "repeatable read read only");
    for (const [number, requests] of parts.entries()) {
      const ledger = ledgerOf(requests);
      await ship(postgres, ledger, `daemon-${number}`);
      ledger.close();
    }
  });
  afterAll(async () => {
    await Promise.all([postgres.close(), asking.close()]);
    await server.stop();
  });

  test("what three daemons have sent is answered as one ledger would that has the rows of all three", async () => {
    const whole = ledgerOf(parts.flat());

    for (const span of spans)
      for (const by of groupings) {
        const question = { ...span, by };
        expect({ question, ...(await ask(question)) }).toEqual({ question, ...whole.stats(question) });
      }
    whole.close();
  });

  test("by daemon each is what its own ledger tells of all", async () => {
    const everywhere = await ask({ since: 0, by: "daemon" });

    expect(everywhere.groups.map(({ name }) => name).toSorted()).toEqual(["daemon-0", "daemon-1", "daemon-2"]);
    for (const [number, requests] of parts.entries()) {
      const own = ledgerOf(requests);
      const name = `daemon-${number}`;
      const { total } = own.stats({ since: 0, by: "status" });
      expect(everywhere.groups.find((group) => group.name === name)).toEqual({ ...total, name });
      own.close();
    }
  });

  test("S-50 what somebody writes into a question or a row is a value and never SQL", async () => {
    const evil = "'); DROP TABLE proxy_requests; --";
    const ledger = ledgerOf(
      anyRequests(3, { from, to, seed: 9 }).map((request) => ({ ...request, path: `/\0${evil}\ud800`, model: evil })),
    );

    await ship(postgres, ledger, evil);

    const { groups } = await ask({ since: 0, by: "daemon" });
    expect(groups.find(({ name }) => name === evil)?.requests).toBe(3);
    const [row] = await server.ask(`SELECT path FROM proxy_requests WHERE path LIKE '%DROP%' LIMIT 1`);
    expect(row?.["path"]).toBe(`/\ufffd${evil}\ufffd`);
    await expect(ask({ since: 0, by: "day", zone: evil })).rejects.toThrow(RangeError);
    ledger.close();
  });
});
