import { Database } from "bun:sqlite";
import { expect } from "bun:test";
import { join } from "node:path";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { newHome, startDaemon, type TestDaemon } from "./daemon.ts";
import { keptWaiting } from "./kept-waiting.ts";
import { until } from "./wait.ts";

/** One request as its client saw it, on this process's clock. */
type Sent = { id: string | null; readonly sentAt: number; headAt: number | null; endedAt: number | null };

/** What so many kills came to. */
export type Kills = {
  readonly rounds: number;
  readonly sent: number;
  readonly finished: number;
  /** Finished more than a second before a kill, without the time that others had the processor: each must have its row. */
  readonly mustBeThere: number;
  /** Under way for more than a second at a kill: each must be marked as interrupted. */
  readonly mustBeInterrupted: number;
  /** Finished in the last second before a kill and not in the ledger: what a kill costs. */
  readonly lostInLastSecond: number;
  readonly interrupted: number;
  readonly slowestStartMs: number;
};

const ask = (url: string, stream: boolean, words: string, sent: Sent[]): Promise<void> => {
  const one: Sent = { id: null, sentAt: performance.now(), headAt: null, endedAt: null };
  sent.push(one);
  return fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": "test-key", "content-type": "application/json" },
    body: JSON.stringify({
      model: "claude-sonnet-4-6",
      max_tokens: 9000,
      stream,
      messages: [{ role: "user", content: words }],
    }),
  })
    .then(async (response) => {
      one.id = response.headers.get("x-proxy-request-id");
      one.headAt = performance.now();
      await response.arrayBuffer();
      one.endedAt = performance.now();
    })
    .catch(() => undefined); // the daemon was killed
};

/** Long streams, and short requests one after the other, until the daemon is gone. */
const load = (daemon: TestDaemon, streams: number, sent: Sent[]): (() => void) => {
  let isOver = false;
  for (let count = 0; count < streams; count++) void ask(daemon.url, true, "say 2000 words", sent);
  const lane = async (): Promise<void> => {
    while (!isOver) await ask(daemon.url, false, "echo: hi", sent);
  };
  for (let count = 0; count < 4; count++) void lane();
  return () => {
    isOver = true;
  };
};

/**
 * Waits for a random time, which is what is tested: `longestMs` at most, on a busy machine more by what others took of it.
 * Resolves with how long ago something must have happened by now so that it counts as a second ago.
 */
const someMoment = async (pid: number, longestMs: number): Promise<number> => {
  const waited = keptWaiting(pid);
  const since = performance.now();
  const ownMs = Math.random() * longestMs;
  await Bun.sleep(ownMs);
  const isOver = (): boolean => performance.now() - since >= Math.min(ownMs + waited(), 4 * longestMs);
  while (!isOver()) await Bun.sleep(20);
  return 1000 + waited();
};

/** Kills a daemon under load at random moments, starts it again on its home, and looks what is there. */
export const killDaemon = async (rounds: number, streams: number, longestMs: number): Promise<Kills> => {
  const vendor: ListeningSimulator = listenSimulator({ chunkDelayMs: 20 });
  const home = newHome();
  const servers = `here:\n  endpoint: ${vendor.url}\n  type: simulator\n`;
  const options = { home, servers, env: { PROXY_UPSTREAM: "here", PROXY_TIMESCALE: "1" } };
  const seen = new Set<string>();
  const figures = {
    sent: 0,
    finished: 0,
    mustBeThere: 0,
    mustBeInterrupted: 0,
    lostInLastSecond: 0,
    slowestStartMs: 0,
  };
  let daemon = await startDaemon(options);
  for (let round = 0; round < rounds; round++) {
    const sent: Sent[] = [];
    const stop = load(daemon, streams, sent);
    await until("it is under load", () => sent.some(({ endedAt }) => endedAt !== null), 60_000);
    const settledMs = await someMoment(daemon.pid, longestMs);
    daemon.signal("SIGKILL");
    const killedAt = performance.now();
    stop();
    await daemon.exited;

    const restartAt = performance.now();
    daemon = await startDaemon(options);
    expect((await fetch(`${daemon.url}/health`)).status).toBe(200);
    figures.slowestStartMs = Math.max(figures.slowestStartMs, performance.now() - restartAt);
    await daemon.control.stats({ since: Date.now(), by: "status" }); // so that the ledger has been opened
    expect((await daemon.control.status({})).ledger).toEqual({ waiting: 0, lost: 0, trouble: null });
    const outcomeOf = outcomesIn(join(home, "ledger.db"));
    for (const { id, headAt, endedAt } of sent) {
      figures.sent++;
      if (id === null || headAt === null) continue;
      expect(seen.has(id)).toBe(false);
      seen.add(id);
      const outcome = outcomeOf.of(id);
      if (endedAt !== null) figures.finished++;
      if (endedAt !== null && killedAt - endedAt > settledMs) {
        figures.mustBeThere++;
        expect([id, outcome]).toEqual([id, "--"]);
      } else if (endedAt !== null && outcome !== "--") figures.lostInLastSecond++;
      if (endedAt === null && killedAt - headAt > settledMs) {
        figures.mustBeInterrupted++;
        expect([id, outcome]).toEqual([id, "I?"]);
      }
    }
    outcomeOf.close();
  }
  const check = outcomesIn(join(home, "ledger.db"));
  expect(check.integrity()).toBe("ok");
  const interrupted = check.interrupted();
  check.close();
  await daemon.stop();
  await vendor.stop();
  return { rounds, ...figures, interrupted };
};

const outcomesIn = (file: string) => {
  const database = new Database(file, { readonly: true });
  const one = database.prepare("SELECT outcome FROM requests WHERE id = ?");
  return {
    of: (id: string): string | null => (one.get(id) as { outcome: string } | null)?.outcome ?? null,
    integrity: (): unknown => Object.values(database.query("PRAGMA integrity_check").get() ?? {})[0],
    interrupted: (): number =>
      (database.query("SELECT count(*) AS n FROM requests WHERE outcome = 'I?'").get() as { n: number }).n,
    close: () => database.close(),
  };
};
