import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { expectWhole, serversAt } from "../support/fault-bench.ts";
import { type Faultd, read, send, startFaultd } from "../support/faultd.ts";
import { type Format, formats, streamOf } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { pausedStream } from "../support/paused-stream.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let vendor: Faultd;
/** The one whose answers take long. */
let slow: Faultd;
let daemon: TestDaemon;
const [anthropic] = formats as [Format];
beforeEach(() => {
  [vendor, slow] = [startFaultd(), startFaultd()];
  vendor.play(read("all"), send(answerText(anthropic.answer)));
});
afterEach(async () => {
  await daemon.stop();
  vendor.stop();
  slow.stop();
});

const start = async (maxLatenessMs: number): Promise<void> => {
  daemon = await startDaemon({
    servers: `${serversAt(vendor.url)}slow:\n  endpoint: ${slow.url}\n  type: anthropic\n`,
    flags: { "limits.max_lateness_ms": String(maxLatenessMs), "breaker.failures": "0" },
    preload: join(import.meta.dir, "../support/late-turns.ts"),
    env: { PROXY_TIMESCALE: "1" },
  });
};

/** Many who ask, each again when it was answered, until `stop`. */
const crowd = (size: number) => {
  const answers: Response[] = [];
  const other: unknown[] = [];
  let isOver = false;
  const headers = { "content-type": "application/json", "anthropic-version": "2023-06-01" };
  const body = JSON.stringify({
    model: "claude-sonnet-4-6",
    max_tokens: 9,
    messages: [{ role: "user", content: "hi" }],
  });
  const one = async (): Promise<void> => {
    for (; !isOver; await Bun.sleep(20)) {
      const answer = await fetch(`${daemon.url}/v1/messages`, { method: "POST", headers, body });
      await answer.arrayBuffer();
      answers.push(answer);
    }
  };
  const all = Array.from({ length: size }, () => one().catch((thrown: unknown) => void other.push(thrown)));
  const stop = async (): Promise<void> => {
    isOver = true;
    await Promise.all(all);
  };
  const withStatus = (status: number): readonly Response[] => answers.filter((answer) => answer.status === status);
  return { stop, withStatus, all: () => answers.length, other };
};

/** So many answers that have begun. */
const streaming = async (
  count: number,
): Promise<{ readonly clients: readonly RawClient[]; readonly goOn: () => void }> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  slow.play(...pausedStream(anthropic, promise));
  const clients = await Promise.all(Array.from({ length: count }, () => connectRaw(daemon.port)));
  for (const client of clients) client.write(requestText(anthropic, true, daemon.port, { "x-proxy-upstream": "slow" }));
  const begun = (client: RawClient): boolean => client.text().includes((anthropic.events[0] ?? "").slice(0, 40));
  await until("all have begun", () => clients.every(begun), 30_000);
  return { clients, goOn: resolve };
};

test("D-21: while every turn is late what is too much is refused at once, and health, control and running answers go on", async () => {
  await start(20);
  const { clients, goOn } = await streaming(500);

  daemon.signal("SIGUSR2");
  const many = crowd(40);
  await until("some are refused", () => many.withStatus(503).length > 20, 30_000);
  const during = await daemon.control.status({});
  const health = await fetch(`${daemon.url}/health`);
  daemon.signal("SIGUSR2");
  await until("it takes all again", async () => (await daemon.control.limits({})).overload?.perSecond === null, 30_000);
  await many.stop();
  goOn();
  await until("the answers end", () => clients.every((client) => client.end() !== null), 30_000);

  const refused = many.withStatus(503);
  for (const answer of refused)
    expect([answer.headers.get("x-proxy-error"), answer.headers.get("retry-after")]).toEqual(["overloaded", "1"]);
  expect(during.warnings.join()).toContain("overloaded: it takes");
  expect(health.status).toBe(200);
  for (const client of clients) expectWhole(client, streamOf(anthropic));
  expect(many.other).toEqual([]);
  expect(many.all()).toBe(refused.length + many.withStatus(200).length);
  expect(vendor.hits().length).toBe(many.withStatus(200).length);
  expect((await daemon.control.limits({})).overload).toMatchObject({ refused: refused.length, perSecond: null });
  await until("nothing is in flight", async () => (await daemon.control.status({})).inFlight === 0);
  const rows = await daemon.rows();
  expect(rows.filter(({ outcome, error }) => outcome !== "--" || error !== null)).toEqual([]);
  expect(rows.length).toBe(many.withStatus(200).length + clients.length);
  const told = ["overloaded, what is too much is refused", "the overload is over"];
  const lines = await until("the log tells of both", () => {
    const found = daemon.logLines().flatMap(({ message }) => (told.includes(String(message)) ? [message] : []));
    return found.length >= 2 && found;
  });
  expect(lines[0]).toBe("overloaded, what is too much is refused");
  expect(lines.at(-1)).toBe("the overload is over");
  expect(await daemon.leaks()).toEqual([]);
}, 90_000);

test("D-21: with limits.max_lateness_ms 0 nobody is refused, however late it is", async () => {
  await start(0);

  daemon.signal("SIGUSR2");
  const many = crowd(20);
  await until("hundreds are answered", () => many.all() > 200, 45_000);
  await many.stop();

  expect(many.withStatus(200).length).toBe(many.all());
  expect(many.other).toEqual([]);
}, 90_000);
