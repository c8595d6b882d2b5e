import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { canaries } from "../support/canary.ts";
import { sha256 } from "../support/hashed.ts";
import { openaiKey, realtime, type SocketBench, startSocketBench } from "../support/socket-bench.ts";
import { openSocketTo } from "../support/socket-client.ts";
import { until } from "../support/wait.ts";

let bench: SocketBench;
beforeAll(async () => {
  bench = await startSocketBench();
});
afterAll(() => bench.stop());
beforeEach(() => bench.reset());

test("a program's WebSocket reaches OpenAI with its path, its key and nothing of ours", async () => {
  const start = Date.now();
  bench.vendor.answer(() => ({ headers: { "x-request-id": "req_1", "set-cookie": "a=b" } }));
  const client = await bench.open({ ...openaiKey, "openai-beta": "realtime=v1", cookie: "c=d" });
  client.socket.send('{"type":"session.update"}');
  client.socket.send(new Uint8Array([1, 2, 3]));
  await client.until("both come back", () => client.messages.length === 2);

  const { url, headers } = await bench.theirs();
  expect(url).toEndWith(realtime);
  expect(headers["authorization"]).toBe(openaiKey["authorization"]);
  expect(headers["openai-beta"]).toBe("realtime=v1");
  expect(Object.keys(headers).filter((name) => /^(x-proxy|cookie|origin|sec-websocket-ext)/.test(name))).toEqual([
    "x-proxy-hop",
  ]);
  expect(client.headers()["x-request-id"]).toBe("req_1");
  expect(client.headers()["x-proxy-upstream"]).toBe("openai");
  expect(client.headers()["set-cookie"]).toBeUndefined();
  expect(client.messages).toEqual(['{"type":"session.update"}', Buffer.from([1, 2, 3])]);
  expect((await bench.daemon.control.status({})).inFlight).toBe(1);

  client.socket.close(4000, "done");
  await client.until("it is closed", () => client.ending() !== null);
  await until("the vendor's side closes", async () => (await bench.theirs()).ending !== null);
  expect((await bench.theirs()).ending).toEqual({ code: 4000, reason: "done" });
  expect(await bench.rowSince(start)).toMatchObject({
    method: "GET",
    path: "/v1/realtime",
    upstream: "openai",
    status: 101,
    outcome: "--",
    error: null,
    bytesIn: 28,
    bytesOut: 28,
  });
});

test("the vendor's close code and reason reach the client, also behind a large last message", async () => {
  bench.vendor.onMessage((socket) => {
    socket.send("x".repeat(4_000_000));
    socket.close(4321, "session over");
  });
  const client = await bench.open();

  client.socket.send("go");
  await client.until("it is closed", () => client.ending() !== null, 10_000);

  expect(client.messages.map(({ length }) => length)).toEqual([4_000_000]);
  expect(client.ending()).toEqual({ code: 4321, reason: "session over" });
});

test("sub-protocols are offered to the vendor, and its choice is the client's", async () => {
  bench.vendor.answer(() => ({ headers: { "sec-websocket-protocol": "realtime" } }));
  const client = await bench.open(openaiKey, ["realtime", "openai-beta.realtime-v1"]);

  expect(client.socket.protocol).toBe("realtime");
  expect((await bench.theirs()).headers["sec-websocket-protocol"]).toBe("realtime,openai-beta.realtime-v1");
  client.socket.close();
});

describe("S-36, S-37: a key among the sub-protocols is a key", () => {
  const hidden = (canary: string): readonly string[] => ["realtime", `openai-insecure-api-key.${canary}`];
  const choosing = () => bench.vendor.answer(() => ({ headers: { "sec-websocket-protocol": "realtime" } }));

  test("it goes to its own vendor", async () => {
    choosing();
    const client = await bench.open({}, hidden(canaries.openai));

    expect((await bench.theirs()).headers["sec-websocket-protocol"]).toContain(canaries.openai);
    client.socket.close();
  });

  test("it goes to nobody else", async () => {
    choosing();
    const client = await bench.open({ "x-proxy-upstream": "openai" }, hidden(canaries.anthropic));

    expect(client.refusal()).toMatchObject({ status: 400, error: "key_vendor_mismatch" });
    expect(bench.vendor.asked()).toBe(0);
  });

  test("it stays here where a key of ours goes along, and may be the local token", async () => {
    choosing();
    const token = (await Bun.file(`${bench.daemon.home}/token`).text()).trim();
    const client = await bench.open({ "x-proxy-upstream": "ours" }, hidden(token));

    const { headers } = await bench.theirs();
    expect(headers["authorization"]).toBe(`Bearer ${canaries.held}`);
    expect(headers["sec-websocket-protocol"]).toBe("realtime");
    client.socket.close();
  });

  test("without the local token a key of ours is not used", async () => {
    const client = await bench.open({ "x-proxy-upstream": "ours" });

    expect(client.refusal()).toMatchObject({ status: 401, error: "token_required" });
    expect(bench.vendor.asked()).toBe(0);
  });
});

test("U-28: a vendor that refuses is heard in its own words, before any WebSocket is there", async () => {
  const start = Date.now();
  for (const status of [401, 404, 426, 500, 200]) {
    bench.vendor.answer(() =>
      Response.json({ error: { message: "Not you." } }, { status, headers: { "x-request-id": "req_7" } }),
    );

    const client = await bench.open();

    expect(client.refusal()).toEqual({ status, error: undefined, body: '{"error":{"message":"Not you."}}' });
  }
  await bench.quiet();
  const rows = (await bench.daemon.rows()).filter(({ startedAt }) => startedAt >= start);
  expect(rows.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual([
    "401 --",
    "404 --",
    "426 --",
    "500 --",
    "200 --",
  ]);
});

test("U-26: a redirect of a WebSocket is not followed", async () => {
  bench.vendor.answer(() => Response.redirect("https://other.example/", 307));

  const client = await bench.open();

  expect(client.refusal()).toMatchObject({ status: 502, error: "upstream_redirect" });
});

test("U-28: a vendor that has no WebSockets is not asked, and Codex then goes on over plain HTTP at once", async () => {
  for (const path of ["/v1/messages", "/v1/chat/completions"]) {
    const client = await openSocketTo(bench.daemon.url + path, { "x-proxy-upstream": "anthropic" });

    expect(client.refusal()).toMatchObject({ status: 426, error: "websocket_unsupported" });
  }
  expect(bench.vendor.asked()).toBe(0);
});

test("S-14: a web page gets no WebSocket on any path", async () => {
  const pages = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { origin: bench.daemon.url },
  ];
  for (const page of pages) {
    for (const path of [realtime, "/v1/responses", "/", "/health"]) {
      const client = await openSocketTo(bench.daemon.url + path, { ...openaiKey, ...page });

      expect(client.refusal()).toMatchObject({ status: 403, error: "browser_origin" });
    }
  }
  expect(bench.vendor.asked()).toBe(0);
});

test("S-12: a WebSocket under another machine's name is refused", async () => {
  const client = await bench.open({ ...openaiKey, host: "evil.example" });

  expect(client.refusal()).toMatchObject({ status: 421, error: "host_not_allowed" });
});

describe("I-03: any messages arrive as they were sent, in their order, both ways", () => {
  const message = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.constantFrom("", "\ufeffBOM", "\u2028", "\0", "😀".repeat(50)),
    fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  );

  test("small ones of all kinds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 40 }), async (messages) => {
        bench.vendor.answer(() => ({}));
        const client = await bench.open();
        for (const one of messages) client.socket.send(one);
        await client.until("all come back", () => client.messages.length === messages.length);

        expect((await bench.theirs()).messages).toEqual(messages);
        expect(client.messages).toEqual(messages);
        client.socket.close();
      }),
      { numRuns: 30 },
    );
  });

  test("from none to 8 MB", async () => {
    const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 65_537, 1_000_000, 8 * 1024 * 1024];
    const messages = sizes.flatMap((size) => [Buffer.alloc(size, 0xa7), "é".repeat(size / 2)]);
    const client = await bench.open();
    for (const one of messages) client.socket.send(one);
    await client.until("all come back", () => client.messages.length === messages.length, 20_000);

    expect((await bench.theirs()).messages.map(sha256)).toEqual(messages.map(sha256));
    expect(client.messages.map(sha256)).toEqual(messages.map(sha256));
    client.socket.close();
  }, 60_000);
});

test("I-05: of a hundred WebSockets at once none gets a message of another", async () => {
  const clients = await Promise.all(Array.from({ length: 100 }, () => bench.open()));
  const nonces = clients.map(() => crypto.randomUUID());
  for (let round = 0; round < 10; round++)
    for (const [at, { socket }] of clients.entries()) socket.send(`${nonces[at]} ${round}`);
  await until("all come back", () => clients.every(({ messages }) => messages.length === 10), 15_000);

  for (const [at, { messages, socket }] of clients.entries()) {
    expect(messages).toEqual(Array.from({ length: 10 }, (_, round) => `${nonces[at]} ${round}`));
    socket.close();
  }
});

test("a ping is answered, and the vendor is pinged too", async () => {
  const client = await bench.open();

  client.socket.ping("are you there");
  await client.until("a pong", () => client.pongs.length > 0);

  expect(client.pongs).toEqual(["are you there"]);
  await until("the vendor's ping", async () => (await bench.theirs()).pings.includes("are you there"));
  client.socket.close();
});
