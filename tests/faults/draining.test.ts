import { afterEach, beforeEach, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FailureCode } from "../../src/core/errors.ts";
import { newHome, rowsIn, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { headerOf, serversAt } from "../support/fault-bench.ts";
import { type Faultd, hold, read, send, startFaultd } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

const [format] = formats as [Format];
const drainMs = 300;
let vendor: Faultd;
let daemon: TestDaemon;
beforeEach(() => {
  vendor = startFaultd();
});
afterEach(async () => {
  await daemon.stop();
  vendor.stop();
});

const start = async (config: string): Promise<void> => {
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), config, { mode: 0o600 });
  const flags = { "timeouts.drain_ms": String(drainMs) };
  daemon = await startDaemon({ home, servers: serversAt(vendor.url), flags, env: { PROXY_TIMESCALE: "1" } });
};

const ask = async (): Promise<RawClient> => {
  const client = await connectRaw(daemon.port);
  client.write(requestText(format, false, daemon.port, { "x-proxy-session": "one" }));
  return client;
};

const inFlight = (count: number): Promise<unknown> =>
  until(`${count} are in flight`, async () => (await daemon.control.status({})).inFlight === count);

/** SIGTERM; each client gets a whole answer with a sentence, the daemon leaves in order, and each has its row. */
const drained = async (clients: readonly RawClient[], code: FailureCode, earlier = 0): Promise<void> => {
  daemon.signal("SIGTERM");
  for (const client of clients) await client.until("the answer ends", () => client.end() !== null);

  for (const client of clients) {
    expect(client.message().startLine).toStartWith("HTTP/1.1 503 ");
    expect(headerOf(client, "x-proxy-error")).toBe(code);
    expect(format.errorIn(Buffer.from(client.message().body).toString())).toMatch(
      /proxy (was|is being) stopped|proxy is stopping/i,
    );
  }
  expect(await daemon.exited).toBe(0);
  const rows = rowsIn(join(daemon.home, "ledger.db")).slice(earlier);
  expect(rows.map(({ error }) => error)).toEqual(clients.map(() => code));
  expect(daemon.logLines().filter(({ level }) => level === "error")).toEqual([]);
};

test("D-13: requests that wait for their turn under a limit hear that the proxy stops, and are booked", async () => {
  await start(
    "limits:\n  queue: { max: 10, max_wait_ms: 60000 }\n  rates:\n    - { name: slow, requests_per_minute: 1 }\n",
  );
  vendor.play(read("all"), send(answerText(format.answer)));
  const first = await ask();
  await first.until("the first is answered", () => first.message().isDone);
  const waiting = [await ask(), await ask()];
  await inFlight(2);

  await drained(waiting, "draining", 1);

  expect(vendor.hits()).toHaveLength(1);
});

test("D-13: a request that waits for a person's word on a budget hears that the proxy stops, and is booked", async () => {
  await start("budgets:\n- { name: few, per: day, requests: 1, on_over: pause }\n");
  vendor.play(read("all"), send(answerText(format.answer)));
  const first = await ask();
  await first.until("the first is answered", () => first.message().isDone);
  const asking = await ask();
  await until("a person is asked", async () => (await daemon.control.budgets({})).asks.length === 1);

  await drained([asking], "draining", 1);
});

test("D-13: a request between two tries hears that the proxy stops, and is booked; nobody is asked again", async () => {
  await start("retries: { on_overload: 2, max_wait_ms: 60000 }\n");
  vendor.play(read("all"), send(answerText("{}", "529 Overloaded", { "retry-after": "30" })));
  const client = await ask();
  await until("it has been refused once", () => vendor.hits().length === 1);
  await inFlight(1);

  await drained([client], "proxy_shutdown");

  expect(vendor.hits()).toHaveLength(1);
});

test("D-13: a crowd that waits for one answer of the cache hears that the proxy stops; none of it goes out by itself", async () => {
  await start("cache: { enabled: true }\n");
  vendor.play(read("all"), hold);
  const clients = [await ask(), await ask(), await ask(), await ask()];
  await inFlight(4);
  await until("one of them has gone out", () => vendor.hits().length === 1);

  await drained(clients, "proxy_shutdown");

  expect(vendor.hits()).toHaveLength(1);
});
