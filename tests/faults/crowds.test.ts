import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startDaemon } from "../support/daemon.ts";
import { expectWhole, type FaultBench, serversAt, startBench } from "../support/fault-bench.ts";
import { hold, read, send } from "../support/faultd.ts";
import { everyFormat, type Format, formats } from "../support/formats.ts";
import { answerText, chunk, requestText, streamHead } from "../support/http-text.ts";
import { connectRaw } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];
const quiet = () =>
  until("nothing in flight", async () => (await bench.daemon.control.status({})).inFlight === 0, 15_000);
const rowsSince = async (start: number) => (await bench.daemon.rows()).filter(({ startedAt }) => startedAt >= start);

test("C-20, S-35, I-05: of two hundred requests of one conversation at once each gets its own answer", async () => {
  const vendor = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const { nonce } = (await request.json()) as { readonly nonce: string }; // what this test sends
      const events = [1, 2, 3].map((part) => `event: ping\ndata: {"nonce":"${nonce}","part":${part}}\n\n`);
      return new Response(`${events.join("")}event: message_stop\ndata: {"type":"message_stop"}\n\n`, {
        headers: { "content-type": "text/event-stream", "x-nonce": nonce, "set-cookie": `n=${nonce}` },
      });
    },
  });
  const daemon = await startDaemon({ servers: serversAt(`http://127.0.0.1:${vendor.port}`) });
  const ask = async (_: unknown, at: number) => {
    const body = JSON.stringify({ model: "claude-sonnet-4-5", stream: true, nonce: `n${at}n`, messages: [] });
    const headers = { ...anthropic.headers, "x-claude-code-session-id": "one" };
    const response = await fetch(`${daemon.url}/v1/messages`, { method: "POST", headers, body });
    const text = await response.text();
    return { nonce: response.headers.get("x-nonce"), cookie: response.headers.get("set-cookie"), text };
  };

  const answers = await Promise.all(Array.from({ length: 200 }, ask));

  for (const [at, { nonce, cookie, text }] of answers.entries()) {
    expect(nonce).toBe(`n${at}n`);
    expect(cookie).toBeNull();
    expect(text.match(/n\d+n/g)).toEqual([`n${at}n`, `n${at}n`, `n${at}n`]);
  }
  const rows = await daemon.rows();
  expect(rows.map(({ outcome }) => outcome)).toEqual(answers.map(() => "--"));
  expect((await daemon.control.status({})).inFlight).toBe(0);
  await daemon.stop();
  vendor.stop(true);
}, 60_000);

describe.each(everyFormat)("$way", ({ format }) => {
  test("C-23: a request without any key reaches the vendor, whose refusal comes back word for word", async () => {
    const refusal = '{"error":"no key"}';
    bench.vendor.play(read("all"), send(answerText(refusal, "401 Unauthorized")));
    const client = await connectRaw(bench.daemon.port);
    const keyless = requestText(format, false, bench.daemon.port, { "x-proxy-upstream": format.upstream })
      .toString("latin1")
      .replace(/^(x-api-key|authorization|x-goog-api-key): .*\r\n/gim, "");
    client.write(Buffer.from(keyless, "latin1"));
    await client.until("the answer ends", () => client.end() !== null);

    expect(client.message().startLine).toStartWith("HTTP/1.1 401 ");
    expect(Buffer.from(client.message().body).toString()).toBe(refusal);
    expect((await bench.hit()).text()).not.toMatch(/^(x-api-key|authorization|x-goog-api-key):/im);
    await bench.afterwards({ outcome: "--", status: 401 });
  });
});

test("C-21: three hundred clients that leave at once leave nothing behind, and a row each", async () => {
  const start = Date.now();
  const before = bench.daemon.openFiles();
  bench.vendor.play(read("all"), send(streamHead()), send(chunk(anthropic.events[0] ?? "")), hold);
  const clients = await Promise.all(Array.from({ length: 300 }, () => bench.ask(anthropic, true)));
  await until("all stream", () => clients.every((client) => client.message().body.length > 0), 15_000);

  for (const client of clients) client.leave();

  await quiet();
  const rows = await rowsSince(start);
  expect(rows.length).toBe(300);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(300);
  expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(["CD"]));
  await until("the vendor's connections close", () => bench.vendor.hits().every((hit) => hit.isClosed()));
  await until("open files are back", () => bench.daemon.openFiles() <= before, 10_000);
}, 60_000);

test("a plain request after all this is answered", async () => {
  bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
  const client = await bench.ask(anthropic, false);
  await client.until("the answer ends", () => client.end() !== null);

  expectWhole(client, anthropic.answer);
});
