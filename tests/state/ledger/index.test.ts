import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ended } from "../../../src/core/outcome.ts";
import { Ledger } from "../../../src/state/ledger/index.ts";
import { rowsIn } from "../../support/daemon.ts";
import { exchangeOf, stoppedClock } from "../../support/exchange.ts";
import { scratchFolder } from "../../support/scratch.ts";

const ledgerIn = (file = join(scratchFolder(), "ledger.db")) => {
  const clock = stoppedClock();
  const troubles: string[] = [];
  const ledger = new Ledger({
    file,
    run: "now",
    tick: clock.tick,
    onTrouble: (message) => void troubles.push(message),
  });
  return { file, clock, troubles, ledger };
};

test("a request has one row when it has ended, and is in flight until then", async () => {
  const { file, clock, ledger } = ledgerIn();
  const exchange = exchangeOf("/v1/messages", { clock });

  ledger.open(exchange);
  expect(ledger.inFlight()).toBe(1);
  exchange.settle(ended(200));
  ledger.close(exchange, await exchange.outcome);
  await ledger.flush();

  expect(ledger.inFlight()).toBe(0);
  expect(rowsIn(file).map(({ outcome, status }) => [outcome, status])).toEqual([["--", 200]]);
  await ledger.stop();
});

test("what has been open for a while is in the file as interrupted, and is completed when it ends", async () => {
  const { file, clock, ledger } = ledgerIn();
  const exchange = exchangeOf("/v1/messages", { clock });
  ledger.open(exchange);
  await ledger.flush();
  expect(rowsIn(file)).toEqual([]);

  clock.advance(200);
  await ledger.flush();
  expect(rowsIn(file).map(({ outcome }) => outcome)).toEqual(["I?"]);
  expect((await ledger.stats({ since: 0, by: "upstream" })).total.requests).toBe(0);

  exchange.settle(ended(200));
  ledger.close(exchange, await exchange.outcome);
  await ledger.stop();
  expect(rowsIn(file).map(({ outcome }) => outcome)).toEqual(["--"]);
});

test("a file that cannot be opened is told once, and what is closed is kept waiting", async () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, "file"), "");
  const { troubles, ledger } = ledgerIn(join(folder, "file", "ledger.db"));
  const exchange = exchangeOf("/v1/messages");

  ledger.open(exchange);
  exchange.settle(ended(200));
  ledger.close(exchange, await exchange.outcome);
  await ledger.flush();
  await ledger.flush();

  expect(troubles.length).toBe(1);
  expect(ledger.health()).toMatchObject({ waiting: 1, lost: 0 });
  // Not expect(…).rejects: Bun blocks the thread there, and the worker could not answer.
  const refusal = await ledger.stats({ since: 0, by: "model" }).catch((error: unknown) => String(error));
  expect(refusal).toContain("unable to open");
  await ledger.stop();
});

test("D-24 two runs that write into one file at the same time lose nothing of each other, up to their last word", async () => {
  const file = join(scratchFolder(), "ledger.db");
  const troubles: string[] = [];
  const ids = new Set<string>();
  const runOf = (run: string, predecessor: string | null) => {
    const { tick } = stoppedClock();
    return new Ledger({ file, run, predecessor, tick, onTrouble: (message) => void troubles.push(message) });
  };
  const first = runOf("first", null);
  await first.flush();
  const both = [first, runOf("second", "first")];
  for (let batch = 0; batch < 150; batch++) {
    for (const ledger of both)
      for (let row = 0; row < 20; row++) {
        const exchange = exchangeOf("/v1/messages");
        ids.add(exchange.id);
        ledger.open(exchange);
        exchange.settle(ended(200));
        ledger.close(exchange, await exchange.outcome);
      }
    for (const ledger of both) void ledger.flush();
  }
  await Promise.all(both.map((ledger) => ledger.stop()));

  expect(troubles).toEqual([]);
  expect(rowsIn(file).length).toBe(ids.size);
});
