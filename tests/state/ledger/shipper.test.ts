import { expect, test } from "bun:test";
import { firstIdAt } from "../../../src/lib/id.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { valuesOf } from "../../../src/state/ledger/row.ts";
import { type ElsewhereHealth, Shipper } from "../../../src/state/ledger/shipper.ts";
import type { SpooledRow } from "../../../src/state/ledger/spool.ts";
import { summary } from "../../support/summary.ts";

/** A shipper over a real spool; what it would wait for is done when the test says so. */
const bench = (take: (rows: readonly SpooledRow[]) => void) => {
  const ledger = openLedgerDatabase({
    ...{ file: ":memory:", run: "now", now: () => 0, movedAside: () => undefined },
    spooling: { target: "db", maxRows: 1e6, isOnly: false },
  });
  const waits: { readonly ms: number; readonly work: () => void }[] = [];
  const told: ElsewhereHealth[] = [];
  const arrived: string[] = [];
  let now = 1000;
  const shipper = new Shipper({
    place: "db:5432/l",
    spool: () => ledger.spool,
    deliver: async (_, rows) => {
      take(rows);
      arrived.push(...rows.map(({ id }) => id));
    },
    isRowsFault: (error) => error instanceof RangeError,
    troubleOf: (error) => (error instanceof Error ? error.message : "?"),
    now: () => now,
    random: () => 0.5,
    later: (ms, work) => {
      const wait = { ms, work };
      waits.push(wait);
      return () => void waits.splice(waits.indexOf(wait), 1);
    },
    tell: (health) => void told.push(health),
  });
  return {
    ...{ ledger, shipper, waits, told, arrived },
    pass: (ms: number) => {
      now += ms;
    },
    write: (from: number, many: number) => {
      ledger.write(
        Array.from({ length: many }, (_, at) =>
          valuesOf(summary({ id: `${firstIdAt(1_800_000_000_000 + from + at)}00000` }), "earlier"),
        ),
      );
      shipper.nudge();
    },
    /** Does what is waited for, and all that follows at once. */
    turn: async () => {
      waits.shift()?.work();
      for (let step = 0; step < 200; step++) await Promise.resolve();
    },
  };
};

test("what is written together goes together, half a second later, and all of a backlog in one go", async () => {
  const { write, waits, arrived, told, turn } = bench(() => undefined);
  write(0, 700);
  write(700, 700);
  expect(waits.map(({ ms }) => ms)).toEqual([500]);

  await turn();

  expect(arrived.length).toBe(1400);
  expect(waits).toEqual([]);
  expect(told.at(-1)).toMatchObject({ awaySince: null, givenUp: 0 });
});

test("a place that is away is tried after longer and longer, at last each half a minute; when it is back all goes", async () => {
  let isAway = true;
  const { write, waits, arrived, told, turn } = bench(() => {
    if (isAway) throw new Error("nobody answers there");
  });
  write(0, 3);
  const paces: number[] = [];
  for (let round = 0; round < 11; round++) {
    paces.push(waits[0]?.ms ?? 0);
    await turn();
  }

  expect(paces).toEqual([500, 250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(told.at(-1)).toMatchObject({ awaySince: 1000, why: "nobody answers there", waiting: 3 });
  isAway = false;
  await turn();
  expect(arrived.length).toBe(3);
  expect(told.at(-1)).toMatchObject({ awaySince: null, why: null, waiting: 0 });
  write(3, 1);
  expect(waits.map(({ ms }) => ms)).toEqual([500]);
});

test("a row that is not taken is given up alone; all others of its batch arrive", async () => {
  const isPoison = ({ id }: SpooledRow): boolean => id.startsWith(firstIdAt(1_800_000_000_041));
  const { write, arrived, told, turn } = bench((rows) => {
    if (rows.some(isPoison)) throw new RangeError("22P05");
  });
  write(0, 100);

  await turn();

  expect(new Set(arrived).size).toBe(99);
  expect(told.at(-1)).toMatchObject({ awaySince: null, givenUp: 1, waiting: 0 });
});

test("while it is away more rows are told at most once a second", async () => {
  const { write, told, turn, pass } = bench(() => {
    throw new Error("away");
  });
  write(0, 1);
  await turn();
  const before = told.length;

  for (let at = 1; at < 50; at++) write(at, 1);
  expect(told.length).toBe(before);
  pass(1000);
  write(50, 1);

  expect(told.length).toBe(before + 1);
  expect(told.at(-1)?.waiting).toBe(51);
});

test("at the end nothing is sent any more, and nothing is waited for that does not come", async () => {
  const { write, waits, shipper, arrived, turn } = bench(() => undefined);
  write(0, 1);
  shipper.end();
  await turn();
  await shipper.flush(1000);

  expect(arrived).toEqual([]);
  expect(waits).toEqual([]);
});

test("a ledger whose own disk fails while it is told of is tried again all the same", async () => {
  const { ledger, shipper, waits, turn } = bench(() => {
    throw new Error("nobody answers there");
  });
  shipper.nudge();
  ledger.close(); // from now on nothing can be read of it

  await turn();

  expect(waits.map(({ ms }) => ms)).toEqual([250]);
});
