import { expect, test } from "bun:test";
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { valuesOf } from "../../../src/state/ledger/row.ts";
import { startLedgerThread } from "../../../src/state/ledger/thread.ts";
import { rowsIn } from "../../support/daemon.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

test("questions are answered to who asked them", async () => {
  const thread = startLedgerThread({ onTrouble: () => undefined });
  thread.order({ type: "open", file: join(scratchFolder(), "ledger.db"), run: "now" });

  const [first, second] = await Promise.all([
    thread.ask((ticket) => ({ type: "stats", ticket, question: { since: 0, by: "model" } })),
    thread.ask((ticket) => ({ type: "flush", ticket })),
  ]);

  expect(first).toMatchObject({ groups: [], total: { requests: 0 } });
  expect(second).toBeUndefined();
  thread.end();
});

test("a damaged file is told with the place that it was moved to", async () => {
  const file = join(scratchFolder(), "ledger.db");
  writeFileSync(file, "damaged".repeat(1000));
  const told: string[] = [];
  const thread = startLedgerThread({ onTrouble: (message) => void told.push(message) });

  thread.order({ type: "open", file, run: "now" });
  await thread.ask((ticket) => ({ type: "flush", ticket }));

  expect(told.length).toBe(1);
  expect(told[0]).toContain(`${file}.corrupt-`);
  expect(thread.health()).toEqual({ waiting: 0, lost: 0, trouble: null });
  thread.end();
});

test("a thread that has died rejects what it is asked, before and after", async () => {
  const told: string[] = [];
  const thread = startLedgerThread({ onTrouble: (message) => void told.push(message) });
  thread.order({ type: "open", file: join(scratchFolder(), "ledger.db"), run: "now" });

  const before = thread.ask((ticket) => ({ type: "flush", ticket }));
  thread.order({ type: "write", rows: "no JSON" });
  const waiting = thread.ask((ticket) => ({ type: "flush", ticket }));

  expect(await before).toBeUndefined();
  await expect(waiting).rejects.toThrow("JSON");
  await expect(thread.ask((ticket) => ({ type: "close", ticket }))).rejects.toThrow("JSON");
  expect(told.length).toBe(1);
  expect(thread.health().trouble).toContain("JSON");
});

test("D-03: rows that a dead thread had not written, and those that still come, are lost and counted", async () => {
  const thread = startLedgerThread({ onTrouble: () => undefined });
  const file = join(scratchFolder(), "ledger.db");
  const one = JSON.stringify([valuesOf(summary(), "now")]);
  thread.order({ type: "open", file, run: "now" });
  thread.write(one, 1);
  await thread.ask((ticket) => ({ type: "flush", ticket }));

  thread.write("no JSON", 3);
  await thread.ask((ticket) => ({ type: "flush", ticket })).catch(() => undefined);
  thread.write(one, 1);

  expect(thread.health()).toMatchObject({ waiting: 0, lost: 4 });
  expect(rowsIn(file).length).toBe(1);
});

test("a row that the table does not take is lost and counted, and holds nobody up", async () => {
  const thread = startLedgerThread({ onTrouble: () => undefined });
  const file = join(scratchFolder(), "ledger.db");
  const odd = { ...summary({ id: "r_2" }), bytesIn: Number.NaN };
  thread.order({ type: "open", file, run: "now" });

  const rows = [summary({ id: "r_1" }), odd, summary({ id: "r_3" })].map((row) => valuesOf(row, "now"));
  thread.write(JSON.stringify(rows), rows.length);
  await thread.ask((ticket) => ({ type: "flush", ticket }));

  expect(rowsIn(file).map(({ id }) => id)).toEqual(["r_1", "r_3"]);
  expect(thread.health()).toEqual({ waiting: 0, lost: 1, trouble: null });
  thread.end();
});

test("D-05: a ledger that is damaged while it is in use is kept aside, and the rows go into a new one", async () => {
  const file = join(scratchFolder(), "ledger.db");
  const told: string[] = [];
  const thread = startLedgerThread({ onTrouble: (message) => void told.push(message) });
  const flush = () => thread.ask((ticket) => ({ type: "flush", ticket }));
  const rows = (first: number, count: number) =>
    JSON.stringify(Array.from({ length: count }, (_, at) => valuesOf(summary({ id: `r_${first + at}` }), "now")));
  thread.order({ type: "open", file, run: "now" });
  thread.order({ type: "write", rows: rows(1000, 500) });
  await flush();
  thread.order({ type: "close", ticket: -1 });
  await flush().catch(() => undefined);
  const descriptor = openSync(file, "r+");
  for (let page = 1; page < 12; page++) writeSync(descriptor, Buffer.alloc(4096, 0xff), 0, 4096, page * 4096);
  closeSync(descriptor);
  const other = startLedgerThread({ onTrouble: (message) => void told.push(message) });

  other.order({ type: "open", file, run: "now" });
  other.order({ type: "write", rows: rows(1000, 700) });
  await other.ask((ticket) => ({ type: "flush", ticket }));
  const stats = await other.ask((ticket) => ({ type: "stats", ticket, question: { since: 0, by: "model" } }));

  expect(told.filter((message) => message.includes(`${file}.corrupt-`)).length).toBe(1);
  expect(stats).toMatchObject({ total: { requests: 700 } });
  expect(other.health()).toEqual({ waiting: 0, lost: 0, trouble: null });
  other.end();
  thread.end();
});

test("a ledger that is switched off keeps nothing and says so when it is asked", async () => {
  const thread = startLedgerThread({ onTrouble: () => undefined });
  thread.order({ type: "open", file: null, run: "now" });

  thread.order({ type: "write", rows: "[[1]]" });

  const asked = await thread
    .ask((ticket) => ({ type: "stats", ticket, question: { since: 0, by: "model" } }))
    .catch((error: unknown) => String(error));
  expect(asked).toContain("switched off");
  expect(thread.health()).toEqual({ waiting: 0, lost: 0, trouble: null });
  thread.end();
});
