import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Aftermath, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { hold, read, send } from "../support/faultd.ts";
import { everyFormat, type Format } from "../support/formats.ts";
import { answerText, chunk, requestText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

const maxBytes = 400_000;

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({
    flags: {
      "timeouts.upload_stall_ms": "3000",
      "limits.held_body_bytes": "100000",
      "limits.max_body_bytes": String(maxBytes),
    },
  });
});
afterAll(() => bench.stop());

/** Begins a request with this framing and sends this much of its body. */
const begin = async (
  format: Format,
  framing: Readonly<Record<string, string>>,
  body: string | Buffer,
): Promise<RawClient> => {
  const client = await connectRaw(bench.daemon.port);
  const request = requestText(format, false, bench.daemon.port, framing, "").toString("latin1");
  const head = "transfer-encoding" in framing ? request.replace(/content-length: 0\r\n/, "") : request;
  client.write(Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body)]));
  return client;
};
const sized = (length: number) => ({ "content-length": String(length) });
const chunked = { "transfer-encoding": "chunked" };

/** The proxy's own answer, in the client's format, after which the connection closes. */
const expectRefused = async (
  client: RawClient,
  format: Format,
  status: number,
  code: string,
  words: RegExp,
): Promise<void> => {
  await client.until("the answer", () => client.message().isDone);
  expect(client.message().startLine).toStartWith(`HTTP/1.1 ${status} `);
  expect(headerOf(client, "x-proxy-error")).toBe(code);
  expect(format.errorIn(Buffer.from(client.message().body).toString())).toMatch(words);
  await client.until("the connection closes", () => client.end() !== null);
};

const stalled: Aftermath = { outcome: "cR", error: "upload_stalled", status: 408 };
const tooLarge: Aftermath = { outcome: "PR", error: "body_too_large", status: 413 };

describe.each(everyFormat)("$way", ({ format }) => {
  const cases = [
    { what: "a small body", framing: sized(1000), body: '{"model":' },
    { what: "a body of middle size", framing: sized(90_000), body: "x".repeat(70_000) },
    { what: "a body in chunks", framing: chunked, body: chunk("x".repeat(1000)) },
  ];
  for (const { what, framing, body } of cases) {
    test(`C-07: ${what} that stands still is answered with 408, and nothing has been sent`, async () => {
      bench.vendor.play(hold);
      const client = await begin(format, framing, body);

      await expectRefused(client, format, 408, "upload_stalled", /^Nothing more of the request body came/);
      await bench.afterwards({ ...stalled, hits: 0 });
    });
  }

  test("C-07: a large body that stands still on its way through takes the vendor's call with it", async () => {
    bench.vendor.play(read("all"), hold);
    const client = await begin(format, sized(300_000), "x".repeat(200_000));

    await expectRefused(client, format, 408, "upload_stalled", /^Nothing more of the request body came/);
    const hit = await bench.hit();
    await until("the vendor's connection closes", () => hit.isClosed());
    await bench.afterwards(stalled);
  });

  test("C-10: a body that says it is too large is refused before it is read", async () => {
    bench.vendor.play(hold);
    const client = await begin(format, sized(maxBytes + 1), "");

    await expectRefused(client, format, 413, "body_too_large", /larger than 400000 bytes.*limits\.max_body_bytes/s);
    await bench.afterwards({ ...tooLarge, hits: 0 });
  });

  test("C-10: a body in chunks that turns out to be too large is stopped on its way", async () => {
    bench.vendor.play(read("all"), hold);
    const client = await begin(
      format,
      chunked,
      Buffer.concat(Array.from({ length: 9 }, () => chunk("x".repeat(50_000)))),
    );

    await expectRefused(client, format, 413, "body_too_large", /larger than 400000 bytes/);
    const hit = await bench.hit();
    await until("the vendor's connection closes", () => hit.isClosed());
    expect(hit.body().length).toBeLessThanOrEqual(maxBytes);
    await bench.afterwards(tooLarge);
  });

  test("C-01: a client that leaves in the middle of a large upload in chunks ends the vendor's call too", async () => {
    bench.vendor.play(read("all"), hold);
    const client = await begin(
      format,
      chunked,
      Buffer.concat(Array.from({ length: 4 }, () => chunk("x".repeat(50_000)))),
    );
    const hit = await bench.hit();
    await until("the upload flows", () => hit.bytes().length > 100_000);

    client.leave();

    await until("the vendor's connection closes", () => hit.isClosed());
    await bench.afterwards({ outcome: "CR", error: "client_left", status: null });
  });

  test("C-07: a body that comes slowly but goes on coming is never cut", async () => {
    bench.vendor.play(read("all"), send(answerText(format.answer)));
    const body = format.body(false);
    const client = await begin(format, chunked, "");
    const size = Math.ceil(Buffer.byteLength(body) / 8);
    for (let at = 0; at < 8; at++) {
      client.write(chunk(Buffer.from(body).subarray(at * size, (at + 1) * size)));
      await Bun.sleep(120); // the slowness itself: together more than three times the limit
    }
    client.write("0\r\n\r\n");
    await client.until("the answer", () => client.message().isDone);

    expect(Buffer.from(client.message().body).toString()).toBe(format.answer);
    expect(Buffer.from((await bench.hit()).body()).toString()).toBe(body);
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});

test("C-10: the rest of a refused body is not waited for, also where the client would keep the connection", async () => {
  const [{ format }] = everyFormat as [(typeof everyFormat)[number]];
  bench.vendor.play(hold);
  const framings = [
    { framing: sized(maxBytes + 1), body: "x".repeat(1000) },
    { framing: sized(1000), body: "x" },
    { framing: chunked, body: Buffer.concat(Array.from({ length: 9 }, () => chunk("x".repeat(50_000)))) },
  ];
  for (const { framing, body } of framings) {
    const client = await begin(format, { ...framing, connection: "keep-alive" }, body);

    await client.until("the connection closes", () => client.end() !== null);
    expect(client.message().startLine).toMatch(/^HTTP\/1\.1 4(08|13) /);
  }
});

test("C-10: a body that is longer than it said is taken as long as it said, and what follows is no request", async () => {
  const [{ format }] = everyFormat as [(typeof everyFormat)[number]];
  bench.vendor.play(read("all"), send(answerText(format.answer)));
  const client = await begin(format, sized(5), `{"a":${"x".repeat(5000)}`);
  await client.until("the connection closes", () => client.end() !== null);

  expect(Buffer.from((await bench.hit()).body()).toString()).toBe('{"a":');
  expect(bench.vendor.hits().length).toBe(1);
  await bench.afterwards({ outcome: "--", status: 200 });
});
