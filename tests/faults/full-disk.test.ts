import { afterEach, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ended } from "../../src/core/outcome.ts";
import { Ledger } from "../../src/state/ledger/index.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { exchangeOf } from "../support/exchange.ts";
import { scratchFolder } from "../support/scratch.ts";
import { newSmallDisk } from "../support/small-disk.ts";
import { until } from "../support/wait.ts";

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const models = (daemon: TestDaemon): Promise<number> =>
  fetch(`${daemon.url}/v1/models`, { headers: { "x-proxy-upstream": "simulator", authorization: "Bearer any" } }).then(
    ({ status }) => status,
  );

const canMount = (() => {
  const disk = newSmallDisk();
  disk?.remove();
  return disk !== null;
})();

test.skipIf(!canMount)("D-03: a full disk stops no traffic; rows wait, and are there when space returns", async () => {
  const disk = newSmallDisk();
  if (disk === null) return;
  cleanups.push(disk.remove);
  const daemon = await startDaemon({ home: disk.folder, flags: { "log.level": "debug" } });
  cleanups.push(() => daemon.stop());
  expect(await models(daemon)).toBe(200);
  await daemon.rows();

  disk.fill();
  const during = 400;
  const lines = Array.from({ length: 8 }, async () => {
    for (let sent = 0; sent < during / 8; sent++) expect(await models(daemon)).toBe(200);
  });
  await Promise.all(lines);
  const full = await until("all have ended, and status tells of the ledger", async () => {
    const status = await daemon.control.status({});
    return status.inFlight === 0 && status.ledger.trouble !== null && status;
  });

  expect(full.ledger).toMatchObject({ lost: 0, trouble: expect.stringMatching(/full/) });
  expect(full.warnings.join()).toContain("rows wait in memory");
  expect(full.tally.ended).toBe(during + 1);
  disk.free();
  await until("the ledger is well again", async () => (await daemon.control.status({})).ledger.trouble === null);
  expect((await daemon.rows()).length).toBe(during + 1);
  const said = daemon.output().split("\n").filter(Boolean);
  expect(said.length).toBeLessThanOrEqual(1); // one warning a minute
  expect(await models(daemon)).toBe(200);
});

test("D-03: beyond ten thousand waiting rows the oldest are lost, counted and told; the others come through", async () => {
  const folder = scratchFolder();
  const place = join(folder, "place");
  writeFileSync(place, "no folder yet");
  const ledger = new Ledger({
    file: join(place, "ledger.db"),
    run: "now",
    tick: () => performance.now(),
    onTrouble: () => undefined,
  });

  for (let count = 0; count < 12_000; count++) {
    const exchange = exchangeOf("/v1/messages");
    ledger.open(exchange);
    exchange.settle(ended(200));
    ledger.close(exchange, await exchange.outcome);
  }
  await ledger.flush();
  await until("the loss is told", () => ledger.health().lost > 0);
  expect(ledger.health()).toMatchObject({ waiting: 10_000, lost: 2000 });

  rmSync(place);
  mkdirSync(place, { mode: 0o700 });
  await until("it tries again by itself", () => ledger.health().trouble === null, 10_000);
  expect((await ledger.stats({ since: 0, by: "status" })).total.requests).toBe(10_000);
  expect(ledger.health()).toEqual({ waiting: 0, lost: 2000, trouble: null });
  await ledger.stop();
});

const logOf = (home: string): string => join(home, "logs", "daemon.log");

test("D-17: a log folder that is taken away is made again, private, and the log goes on", async () => {
  const daemon = await startDaemon({ flags: { "log.level": "debug" } });
  cleanups.push(() => daemon.stop());
  rmSync(join(daemon.home, "logs"), { recursive: true, force: true });

  await models(daemon);
  await until("a line in the new file", () => daemon.logLines().some(({ message }) => message === "request"));

  expect(statSync(join(daemon.home, "logs")).mode & 0o777).toBe(0o700);
  expect(statSync(logOf(daemon.home)).mode & 0o777).toBe(0o600);
  expect((await daemon.control.status({})).droppedLogLines).toBe(0);
});

test("D-17: a log that was rotated away is begun anew; the old file gets no more lines", async () => {
  const daemon = await startDaemon({ flags: { "log.level": "debug" } });
  cleanups.push(() => daemon.stop());
  await models(daemon);
  await until("the first line", () => daemon.logLines().some(({ message }) => message === "request"));
  renameSync(logOf(daemon.home), join(daemon.home, "logs", "old.log"));
  const before = readFileSync(join(daemon.home, "logs", "old.log"), "utf8");

  await models(daemon);
  await until("a line in the new file", () => daemon.logLines().some(({ message }) => message === "request"));

  expect(readFileSync(join(daemon.home, "logs", "old.log"), "utf8")).toBe(before);
});

const noLogs: readonly { readonly what: string; readonly put: (home: string) => void }[] = [
  {
    what: "is a file where its folder should be",
    put: (home) => {
      rmSync(join(home, "logs"), { recursive: true });
      writeFileSync(join(home, "logs"), "");
    },
  },
  {
    what: "is a folder",
    put: (home) => {
      rmSync(logOf(home), { force: true });
      mkdirSync(logOf(home));
    },
  },
  {
    what: "is a link",
    put: (home) => {
      rmSync(logOf(home), { force: true });
      symlinkSync("/dev/null", logOf(home));
    },
  },
];
for (const { what, put } of noLogs) {
  test(`D-03, D-17: when the log ${what}, lines are dropped and counted, and traffic goes on`, async () => {
    const daemon = await startDaemon({ flags: { "log.level": "debug" } });
    cleanups.push(() => daemon.stop());
    await until("the first line is written", () => daemon.logLines().length > 0);
    put(daemon.home);

    expect(await models(daemon)).toBe(200);
    const status = await until("the loss is counted", async () => {
      const now = await daemon.control.status({});
      return now.droppedLogLines > 0 && now;
    });

    expect(status.warnings.join()).toContain("log lines were dropped");
    expect(await models(daemon)).toBe(200);
    expect(daemon.output()).toMatch(/^warning: Cannot write .*daemon\.log \([A-Z]+\); lines are dropped/);
  });
}

test("S-23: a log that is a link to somebody's file writes nothing into it", async () => {
  const home = newHome();
  const target = join(scratchFolder(), "authorized_keys");
  writeFileSync(target, "mine\n");
  mkdirSync(join(home, "logs"), { mode: 0o700 });
  symlinkSync(target, logOf(home));
  chmodSync(home, 0o700);

  const daemon = await startDaemon({ home });
  cleanups.push(() => daemon.stop());
  await until("the loss is counted", async () => (await daemon.control.status({})).droppedLogLines > 0);

  expect(readFileSync(target, "utf8")).toBe("mine\n");
});
