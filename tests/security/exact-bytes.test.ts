import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { anyText } from "../../scripts/fuzz/any-text.ts";
import { expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { read, type Step, send } from "../support/faultd.ts";
import { type Format, formats, streamOf } from "../support/formats.ts";
import { messageIn } from "../support/http-message.ts";
import { answerText, chunk, lastChunk, requestText, streamHead } from "../support/http-text.ts";
import { connectRaw } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "limits.held_body_bytes": "200000" } });
});
afterAll(() => bench.stop());

const [anthropic, openaiChat, openaiResponses] = formats as [Format, Format, Format];
const sha = (bytes: Uint8Array | string): string => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

/** Sends a body and gives what the vendor got and what came back. */
const pass = async (
  format: Format,
  body: Buffer,
  ...answer: readonly Step[]
): Promise<{ readonly got: Uint8Array; readonly back: Uint8Array }> => {
  bench.vendor.play(read("all"), ...answer);
  const client = await connectRaw(bench.daemon.port);
  const head = requestText(format, false, bench.daemon.port, { "content-length": String(body.length) }, "").toString(
    "latin1",
  );
  client.write(Buffer.concat([Buffer.from(head, "latin1"), body]));
  await client.until("the answer ends", () => client.end() !== null);
  expect(client.message().startLine).toStartWith("HTTP/1.1 200 ");
  expect(client.message().isDone).toBe(true);
  return { got: (await bench.hit()).body(), back: client.message().body };
};

const ok = send(answerText('{"ok":true}'));

const oddBodies: readonly string[] = [
  '{"model":"claude-x","n":12345678901234567890,"f":1.0,"e":1e400,"z":-0,"messages":[]}',
  '{"model":"a","model":"claude-b","stream":false,"stream":false}',
  '{"model":"claude-x","s":"\\ud83d lone, \\u0000 nul, \\/ slash, \\u00e9 é"}',
  '  \r\n\t{ "model" :\t"claude-x" , "stream" : false }  \n',
  '\ufeff{"model":"claude-x"}',
  '{"model":"claude-x",}',
  "{'model':'claude-x'}",
  '{"model":"claude-x","messages":[',
  '"a string"',
  "[]",
  "null",
  "<xml/>",
  "",
  `{"model":"claude-x","deep":${"[".repeat(5000)}${"]".repeat(5000)}}`,
];

test("I-03: odd JSON reaches the vendor byte for byte, also what is no JSON at all", async () => {
  for (const body of oddBodies) {
    const { got } = await pass(anthropic, Buffer.from(body), ok);

    expect(Buffer.from(got).toString()).toBe(body);
  }
});

test("I-03: any bytes reach the vendor as they were sent", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...formats),
      fc.uint8Array({ maxLength: 3000, size: "max" }),
      async (format, body) => {
        const { got } = await pass(format, Buffer.from(body), ok);

        return sha(got) === sha(body);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test("I-03: any JSON reaches the vendor as it was written", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...formats), fc.json(), async (format, text) => {
      const { got } = await pass(format, Buffer.from(text), ok);

      return Buffer.from(got).toString() === text;
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("I-03: a large body streams through whole, with a length or in chunks", async () => {
  const body = Buffer.alloc(3_000_000);
  crypto.getRandomValues(body.subarray(0, 60_000));
  const { got } = await pass(anthropic, body, ok);
  expect(sha(got)).toBe(sha(body));

  bench.vendor.play(read("all"), ok);
  const client = await connectRaw(bench.daemon.port);
  const head = requestText(anthropic, false, bench.daemon.port, { "transfer-encoding": "chunked" }, "")
    .toString("latin1")
    .replace("content-length: 0\r\n", "");
  client.write(head);
  for (let at = 0; at < body.length; at += 100_001) client.write(chunk(body.subarray(at, at + 100_001)));
  client.write(lastChunk);
  await client.until("the answer ends", () => client.end() !== null);

  expect(sha((await bench.hit()).body())).toBe(sha(body));
});

test("I-03: an event stream arrives byte for byte, however it is cut", async () => {
  const pieces = fc.array(
    fc.oneof(anyText(), fc.constantFrom("\n\n", "\r\n", "data: ", ": hm\n", "event: x\n", "data:{}\n\n")),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...formats),
      pieces,
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }),
      async (format, odd, sizes) => {
        // What would end the stream in its own words must come last.
        const noise = odd.join("").replaceAll(/\[DONE\]|error|finishReason|message_stop|blockReason|response\./g, "");
        const whole = Buffer.from(`${noise}\n\n${streamOf(format)}`);
        const cuts: Step[] = [];
        for (let at = 0, turn = 0; at < whole.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          cuts.push(send(chunk(whole.subarray(at, at + size))));
          at += size;
        }
        const { back } = await pass(
          format,
          Buffer.from(format.body(true)),
          send(streamHead()),
          ...cuts,
          send(lastChunk),
        );

        return sha(back) === sha(whole);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test("I-03: a compressed answer arrives as it was compressed, with its own length and label", async () => {
  for (const [encoding, bytes] of [
    ["gzip", Bun.gzipSync(Buffer.from(anthropic.answer))],
    ["br", Buffer.from([0x0b, 0x02, 0x80, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x03])],
    ["gzip", Buffer.from("labelled gzip, but is not")],
    ["deflate, gzip, x-unknown", Buffer.from([1, 2, 3])],
  ] as const) {
    bench.vendor.play(read("all"), send(answerText(bytes, "200 OK", { "content-encoding": encoding })));
    const client = await bench.ask(anthropic, false, { headers: { "accept-encoding": "gzip, br" } });
    await client.until("the answer ends", () => client.end() !== null);

    expect(sha(client.message().body)).toBe(sha(bytes));
    expect(headerOf(client, "content-encoding")).toBe(encoding);
    expect(headerOf(client, "content-length")).toBe(String(bytes.length));
    expect((await bench.hit()).text().toLowerCase()).toContain("accept-encoding: gzip, br");
  }
});

test("I-03: a large answer arrives whole, with a length, in chunks, and ended by the connection", async () => {
  const body = Buffer.alloc(2_000_000);
  crypto.getRandomValues(body.subarray(0, 60_000));
  const heads = [
    answerText(body),
    Buffer.concat([
      Buffer.from(streamHead({ "content-type": "application/json" })),
      chunk(body),
      Buffer.from(lastChunk),
    ]),
    Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"), body]),
  ];
  for (const answer of heads) {
    const { back } = await pass(openaiChat, Buffer.from("{}"), send(answer));

    expect(sha(back)).toBe(sha(body));
  }
});

test("I-02: what was accepted is what has ended, has one row each, and is what the vendor has counted", async () => {
  const before = await bench.daemon.control.status({});
  const rowsBefore = (await bench.daemon.rows()).length;
  bench.vendor.play(read("all"), send(streamHead()), send(chunk(streamOf(openaiResponses))), send(lastChunk));
  const clients = await Promise.all(Array.from({ length: 100 }, () => bench.ask(openaiResponses, true)));
  for (const client of clients) {
    await client.until("the answer ends", () => client.end() !== null);
    expectWhole(client, streamOf(openaiResponses));
  }

  const after = await until("all have ended", async () => {
    const status = await bench.daemon.control.status({});
    return status.inFlight === 0 && status;
  });
  const rows = await bench.daemon.rows();

  expect(after.tally.accepted - before.tally.accepted).toBe(100);
  expect(after.tally.ended - before.tally.ended).toBe(100);
  expect(bench.vendor.hits().filter((hit) => messageIn(hit.bytes()).isDone).length).toBe(100);
  expect(rows.length - rowsBefore).toBe(100);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(new Set(clients.map((client) => headerOf(client, "x-proxy-request-id"))).size).toBe(100);
  const newest = rows.filter((row) => clients.some((client) => headerOf(client, "x-proxy-request-id") === row.id));
  expect(newest.every((row) => row.bytesOut === Buffer.byteLength(streamOf(openaiResponses)))).toBe(true);
  expect(newest.every((row) => row.bytesIn === Buffer.byteLength(openaiResponses.body(true)))).toBe(true);
});
