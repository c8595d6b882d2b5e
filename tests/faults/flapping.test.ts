import { afterAll, beforeAll, expect, test } from "bun:test";
import { expectWhole, type FaultBench, headerOf, serversAt, startBench } from "../support/fault-bench.ts";
import { read, send, startFaultd, waitFor } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

const [format] = formats as [Format];

/** A vendor at one port that is there, or is not; every request that reaches it is counted. */
const flapping = (port: number) => {
  let server: Bun.TCPSocketListener<unknown> | null = null;
  const answer = answerText(format.answer);
  const counts = { requests: 0, connections: 0 };
  return {
    counts,
    up: (): void => {
      server ??= Bun.listen({
        hostname: "127.0.0.1",
        port,
        socket: {
          open: () => void counts.connections++,
          data: (socket) => {
            counts.requests++;
            socket.end(answer);
          },
        },
      });
    },
    down: (): void => {
      server?.stop(true);
      server = null;
    },
  };
};

let bench: FaultBench;
let vendor: ReturnType<typeof flapping>;
beforeAll(async () => {
  const free = startFaultd();
  free.stop();
  vendor = flapping(free.port);
  bench = await startBench({
    flags: { "breaker.failures": "5", "breaker.retry_ms": "20000" }, // two seconds, by the timescale
    moreServers: (url) => `${serversAt(url)}flapping:\n  endpoint: ${free.url}\n  type: anthropic\n`,
  });
});
afterAll(async () => {
  vendor.down();
  await bench.stop();
});

const ask = async (): Promise<RawClient> => {
  const client = await bench.ask(format, false, { headers: { "x-proxy-upstream": "flapping" } });
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

const codeOf = (client: RawClient): string => headerOf(client, "x-proxy-error") ?? "ok";

const lines = (message: string) => bench.daemon.logLines().filter((line) => line["message"] === message);

const standing = async (): Promise<string | undefined> =>
  (await bench.daemon.control.upstreams({})).upstreams.find(({ name }) => name === "flapping")?.state;

test("U-37 a vendor that goes up and down: errors only while it is down, a stream that runs elsewhere goes on", async () => {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const chunks = format.events.map((event) => Buffer.from(chunk(event)).toString());
  bench.vendor.play(
    read("all"),
    send(streamHead() + chunks[0]),
    waitFor(over),
    send(chunks.slice(1).join("") + lastChunk),
  );
  const stream = await bench.ask(format, true);
  await stream.until("the stream has begun", () => stream.text().includes("HTTP/1.1 200"));

  for (let round = 1; round <= 3; round++) {
    vendor.up();
    const { requests } = vendor.counts;
    const good = await Promise.all(Array.from({ length: 4 }, ask));
    expect(good.map(codeOf)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(vendor.counts.requests - requests).toBe(4);

    vendor.down();
    const bad: string[] = [];
    for (let at = 0; at < 8; at++) bad.push(codeOf(await ask()));
    expect(bad.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => "upstream_refused"));
    expect(bad.slice(5)).toEqual(Array.from({ length: 3 }, () => "upstream_unavailable"));
    expect(await standing()).toBe("down");
    await until(
      "the log has one line more, and no line for each request",
      () => lines("upstream down").length === round,
    );
  }
  vendor.up();
  expect(codeOf(await ask())).toBe("ok");
  end();
  await stream.until("the stream ends", () => stream.end() !== null);
  expectWhole(stream, format.events.join(""));
  await until("the log says three times that it is back", () => lines("upstream up").length === 3);
});

test("U-37 while it is down it is looked at without a request, and comes back without one", async () => {
  vendor.down();
  for (let at = 0; at < 5; at++) await ask();
  expect(codeOf(await ask())).toBe("upstream_unavailable");
  const { requests, connections } = vendor.counts;

  vendor.up();
  await until("somebody has knocked", () => vendor.counts.connections > connections);
  await until("it is half open", () => lines("upstream reached again").length > 0);

  expect(vendor.counts.requests).toBe(requests);
  expect(codeOf(await ask())).toBe("ok");
  expect(vendor.counts.requests).toBe(requests + 1);
});

test("U-37 who is refused meanwhile hears why and for how long, has a row, and nothing was sent", async () => {
  vendor.down();
  for (let at = 0; at < 5; at++) await ask();
  bench.vendor.play();
  const { requests } = vendor.counts;

  const client = await ask();

  expect(client.message().startLine).toStartWith("HTTP/1.1 503 ");
  expect(format.errorIn(Buffer.from(client.message().body).toString())).toMatch(/connection refused 5 times/);
  expect(Number(headerOf(client, "retry-after"))).toBeGreaterThan(0);
  expect(vendor.counts.requests).toBe(requests);
  await bench.afterwards({ outcome: "PC", error: "upstream_unavailable", hits: 0, status: 503 });
});
