import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { launch, newHome } from "../support/daemon.ts";
import { expectWhole } from "../support/fault-bench.ts";
import { read, send, waitFor } from "../support/faultd.ts";
import { type Format, formats, streamOf } from "../support/formats.ts";
import { answerText, chunk, lastChunk, requestText, streamHead } from "../support/http-text.ts";
import { startLoad } from "../support/load.ts";
import { pausedStream } from "../support/paused-stream.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { newRestarting, type Restarting } from "../support/restarting.ts";
import { until } from "../support/wait.ts";

const [anthropic] = formats as [Format];

let place: Restarting;
beforeEach(() => {
  place = newRestarting();
});
afterEach(() => place.leave());

const streaming = async (): Promise<RawClient> => {
  const client = await connectRaw(place.port);
  client.write(requestText(anthropic, true, place.port, { "x-proxy-upstream": "anthropic" }));
  await client.until("the first event", () => client.text().includes((anthropic.events[0] ?? "").slice(0, 40)));
  return client;
};

const ended = (client: RawClient): Promise<void> => client.until("the answer ends", () => client.end() !== null);

test("D-24: a restart under load loses no request; a stream ends where it began; each has one row, and the old process ends", async () => {
  await place.cli("start");
  const before = await place.pid();
  const { promise, resolve } = Promise.withResolvers<void>();
  place.vendor.play(...pausedStream(anthropic, promise));
  const stream = await streaming();
  const load = startLoad(place.url, { clients: 6 });
  await until("requests are answered", () => load.answered() > 50);

  const restarted = await place.cli("restart");
  const after = await place.pid();
  const answeredThen = load.answered();
  await until("requests are answered by the new one", () => load.answered() > answeredThen + 50);
  const { answered, lost } = await load.stop();
  resolve();
  await ended(stream);

  expect(restarted).toMatchObject({ code: 0, err: "" });
  expect(after).not.toBe(before);
  expect(lost).toEqual([]);
  expectWhole(stream, streamOf(anthropic));
  expect(place.vendor.hits().length).toBe(1);
  await place.hasEnded(before);
  const rows = await place.rows();
  expect(rows.length).toBe(answered + 1);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(rows.filter(({ outcome }) => outcome !== "--")).toEqual([]);
  expect(new Set(rows.map(({ run }) => run)).size).toBe(2);
  expect((await place.control.stats({ since: 0, by: "upstream" })).total.requests).toBe(rows.length);
  expect((await place.control.status({})).inFlight).toBe(0);
  expect(place.leaks()).toEqual([]);
  place.vendor.play(read("all"), send(answerText(anthropic.answer)));
  const next = await connectRaw(place.port);
  next.write(requestText(anthropic, false, place.port, { "x-proxy-upstream": "anthropic" }));
  await ended(next);
  expect(next.message().startLine).toStartWith("HTTP/1.1 200");
});

test("D-24: a client that keeps its connection has its next answer from the old daemon, and is told to open another", async () => {
  await place.cli("start");
  const before = await place.pid();
  const kept = await connectRaw(place.port);
  const health = `GET /health HTTP/1.1\r\nhost: 127.0.0.1:${place.port}\r\n\r\n`;
  kept.write(health);
  await kept.until("it is well", () => kept.text().includes('"status":"ok"'));
  const first = kept.text().length;

  await place.cli("restart");
  kept.write(health);
  await ended(kept);

  expect(kept.text().slice(first)).toContain('"status":"draining"');
  expect(kept.text().slice(first).toLowerCase()).toContain("connection: close");
  expect(kept.end()).toBe("fin");
  await place.hasEnded(before);
  expect(await (await fetch(`${place.url}/health`)).text()).toContain('"status":"ok"');
});

test("D-24: three restarts in a row, and a command at every moment: each is answered, none by nobody", async () => {
  await place.cli("start");
  let isOver = false;
  const said: unknown[] = [];
  const asking = (async () => {
    while (!isOver) said.push(await place.control.status({}).then(({ pid }) => pid, String));
  })();
  const pids = [await place.pid()];
  for (let count = 0; count < 3; count++) {
    expect((await place.cli("restart")).code).toBe(0);
    pids.push(await place.pid());
  }
  isOver = true;
  await asking;

  expect(new Set(pids).size).toBe(4);
  expect([...new Set(said)]).toEqual(pids);
  for (const pid of pids.slice(0, 3)) await place.hasEnded(pid);
  expect(await place.pid()).toBe(pids[3] as number);
  const { tally } = await place.control.status({});
  expect(tally.accepted).toBe(0);
});

test("D-24: what is switched while the next daemon starts is not forgotten by it", async () => {
  await place.cli("start");
  const restarting = place.cli("restart");
  const names = ["openai", "anthropic", "simulator"];
  let [count, isOver, last] = [0, false, ""];
  const switching = (async () => {
    while (!isOver) {
      last = names[count++ % names.length] as string;
      await place.control.switchUpstream({ name: last, force: true, dryRun: false });
    }
  })();
  await restarting;
  isOver = true;
  await switching;

  expect((await place.control.status({})).upstream).toBe(last);
});

test("D-24: a new daemon that cannot start leaves the old one untouched, and the command says why", async () => {
  await place.cli("start");
  const before = await place.pid();
  place.vendor.play(...pausedStream(anthropic, Promise.resolve()));
  await ended(await streaming());
  await place.rows();
  const ledger = new Database(join(place.corner.home, "ledger.db"));
  ledger.run("PRAGMA user_version = 999");
  ledger.run("PRAGMA wal_checkpoint(TRUNCATE)");
  ledger.close();

  const load = startLoad(place.url, { clients: 4 });
  const ran = await place.cli("restart");
  const { lost } = await load.stop();

  expect(ran).toMatchObject({ code: 78, out: "" });
  expect(ran.err).toContain("was written by a newer version");
  expect(ran.err).toContain("the running daemon goes on as it was");
  expect(lost).toEqual([]);
  expect(await place.pid()).toBe(before);
  expect((await place.cli("switch-upstream", "simulator")).code).toBe(0);
  expect((await place.cli("start")).out).toContain("already running");
});

test("D-24: a new daemon that is killed before it is ready leaves the old one with all that it had", async () => {
  await place.cli("start");
  const child = Bun.spawn(["/bin/sleep", "60"]);
  const lent = await place.control.handOver({ step: "lend", pid: child.pid, drainMs: null });
  const asked = place.control.status({});

  child.kill("SIGKILL");
  await child.exited;

  expect(lent.isShared).toBe(true);
  expect((await asked).isDraining).toBe(false);
  const second = await launch(place.corner.home);
  await second.process.exited;
  expect(second.report).toMatchObject({ type: "failed", code: "already_running" });
  expect((await place.cli("restart")).code).toBe(0);
});

test("D-24: a port that was handed over is still refused to a stranger's daemon", async () => {
  await place.cli("start");
  await place.cli("restart");

  const stranger = await launch(newHome(), { flags: { "server.port": String(place.port) } });
  await stranger.process.exited;

  expect(stranger.report).toMatchObject({ type: "failed", code: "port_taken" });
});

test("D-24: after a crash no more is counted than crashes: a daemon that was followed is none", async () => {
  await place.cli("start");
  for (let count = 0; count < 6; count++) await place.cli("restart");

  const status = await place.cli("status");

  expect(status.out).not.toContain("safe mode");
});

test("D-24: where two processes cannot share a port there is a moment without one; what runs still ends well", async () => {
  const elsewhere = join(newHome(), "elsewhere.ts");
  await Bun.write(elsewhere, 'Object.defineProperty(process, "platform", { value: "freebsd" });');
  await place.cli("start");
  await place.cli("stop");
  const old = await launch(place.corner.home, {
    preload: elsewhere,
    flags: { "server.port": String(place.port) },
    env: { PROXY_TIMESCALE: "1" },
  });
  expect(old.report.type).toBe("ready");
  const { promise, resolve } = Promise.withResolvers<void>();
  place.vendor.play(
    read("all"),
    send(streamHead()),
    send(chunk(streamOf(anthropic))),
    waitFor(promise),
    send(lastChunk),
  );
  const stream = await streaming();

  const restarted = await place.cli("restart");
  const answer = await fetch(`${place.url}/health`);
  resolve();
  await ended(stream);

  expect(restarted).toMatchObject({ code: 0, err: "" });
  expect(answer.status).toBe(200);
  expect(await place.pid()).not.toBe(old.process.pid);
  expectWhole(stream, streamOf(anthropic));
  expect(await old.process.exited).toBe(0);
});
