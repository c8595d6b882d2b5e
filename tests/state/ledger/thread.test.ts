import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startLedgerThread } from "../../../src/state/ledger/thread.ts";
import { scratchFolder } from "../../support/scratch.ts";

test("questions are answered to who asked them", async () => {
  const thread = startLedgerThread(() => undefined);
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
  const thread = startLedgerThread((message) => void told.push(message));

  thread.order({ type: "open", file, run: "now" });
  await thread.ask((ticket) => ({ type: "flush", ticket }));

  expect(told.length).toBe(1);
  expect(told[0]).toContain(`${file}.corrupt-`);
  expect(thread.health()).toEqual({ waiting: 0, lost: 0, trouble: null });
  thread.end();
});

test("a thread that has died rejects what it is asked, before and after", async () => {
  const told: string[] = [];
  const thread = startLedgerThread((message) => void told.push(message));
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
