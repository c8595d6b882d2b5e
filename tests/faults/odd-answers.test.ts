import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  expectBroken,
  expectRefusal,
  expectWhole,
  type FaultBench,
  headerOf,
  shortLimits,
  startBench,
} from "../support/fault-bench.ts";
import { fin, flood, hold, read, send } from "../support/faultd.ts";
import { everyFormat, everyWay, type Format, formats, streamOf } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: shortLimits });
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];
const bodyOf = (client: RawClient): string => Buffer.from(client.message().body).toString("latin1");
const latin1 = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString("latin1");

/** What a vendor says when all is well, in one piece. */
const goodAnswer = (format: Format, stream: boolean): Buffer =>
  stream
    ? Buffer.concat([Buffer.from(streamHead()), chunk(streamOf(format)), Buffer.from(lastChunk)])
    : answerText(format.answer);

describe.each(everyWay)("$way", ({ format, stream }) => {
  const good = stream ? streamOf(format) : format.answer;

  test("U-11: interim answers (100, 102, 103) before the real one change nothing", async () => {
    const interim =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n";
    const client = await bench.fault(format, stream, [read("all"), send(interim), send(goodAnswer(format, stream))]);

    expectWhole(client, good);
    expect(headerOf(client, "link")).toBeUndefined();
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-28: a vendor that switches protocols without being asked is a 502 that does not hang", async () => {
    const client = await bench.fault(format, stream, [
      read("all"),
      send("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"),
      hold,
    ]);

    expectRefusal(client, format, 502, "upstream_protocol");
    await bench.afterwards({ outcome: "SH", error: "upstream_protocol", status: 502 });
  });

  test("U-29: more than 32 KB of headers are a 502 with a name of its own", async () => {
    for (const kilobytes of [33, 64]) {
      const big = `x-big: ${"a".repeat(kilobytes * 1024)}\r\n`;
      const client = await bench.fault(format, stream, [
        read("all"),
        send(withHeader(goodAnswer(format, stream), big)),
      ]);

      expectRefusal(client, format, 502, "upstream_headers_too_large");
      await bench.afterwards({ outcome: "SH", error: "upstream_headers_too_large", status: 502 });
    }
  });

  test("U-29: up to there they are passed on", async () => {
    for (const value of ["a".repeat(8 * 1024), "a".repeat(31 * 1024)]) {
      const client = await bench.fault(format, stream, [
        read("all"),
        send(withHeader(goodAnswer(format, stream), `x-big: ${value}\r\n`)),
      ]);

      expectWhole(client, good);
      expect(headerOf(client, "x-big")).toBe(value);
    }
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});

/** The answer with one more header line, in front of all others. */
const withHeader = (answer: Buffer, line: string): Buffer => {
  const at = answer.indexOf("\r\n") + 2;
  return Buffer.concat([answer.subarray(0, at), Buffer.from(line, "latin1"), answer.subarray(at)]);
};

describe("U-29", () => {
  test.each([
    ["a thousand headers", Array.from({ length: 1000 }, (_, at) => `x-h${at}: v\r\n`).join("")],
    ["a header with a NUL", "x-n: a\0b\r\n"],
    ["a folded header", "x-n: a\r\n  b\r\n"],
    ["a lone CR that would begin a header", "x-n: a\rset-cookie: b\r\n"],
    ["a line that is no header", "x-n\r\n"],
  ])("%s is a 502", async (_, line) => {
    const client = await bench.fault(anthropic, false, [read("all"), send(withHeader(answerText("{}"), line))]);

    expectRefusal(client, anthropic, 502, "upstream_protocol");
    await bench.afterwards({ outcome: "SH", error: "upstream_protocol", status: 502 });
  });

  test("a lone LF ends a header as it does everywhere, so nothing is hidden in one", async () => {
    const client = await bench.fault(anthropic, false, [
      read("all"),
      send(withHeader(answerText("{}"), "x-n: a\nset-cookie: planted=1\r\n")),
    ]);

    expectWhole(client, "{}");
    expect(client.text()).not.toContain("planted");
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});

describe("U-21", () => {
  const ok = "HTTP/1.1 200 OK\r\n";
  const chunked = `${ok}content-type: application/json\r\ntransfer-encoding: chunked\r\n`;

  test.each([
    ["two lengths, in bytes and in chunks", `${chunked}content-length: 5\r\n\r\n2\r\nok\r\n0\r\n\r\n`],
    ["two different lengths", `${ok}content-length: 2\r\ncontent-length: 5\r\n\r\nok`],
    ["a negative length", `${ok}content-length: -5\r\n\r\nok`],
    ["a length that is no number", `${ok}content-length: many\r\n\r\nok`],
    ["a framing that nobody knows", `${ok}transfer-encoding: rot13\r\n\r\nok`],
    ["chunks that are not the last framing", `${ok}transfer-encoding: chunked, identity\r\n\r\n2\r\nok\r\n0\r\n\r\n`],
    ["packed framing", `${ok}transfer-encoding: gzip\r\n\r\nok`],
    ["no HTTP at all", "220 smtp.example ESMTP\r\n"],
  ])("%s: a 502, and nothing of it is passed on", async (_, answer) => {
    const client = await bench.fault(anthropic, false, [read("all"), send(answer), fin]);

    expectRefusal(client, anthropic, 502, "upstream_protocol");
    await bench.afterwards({ outcome: "SH", error: "upstream_protocol", status: 502 });
  });

  test.each([
    ["a chunk size that is no number", "zz\r\nok\r\n0\r\n\r\n"],
    ["a negative chunk size", "-2\r\nok\r\n0\r\n\r\n"],
    ["a chunk larger than any number", "fffffffffffffffffff\r\nok\r\n0\r\n\r\n"],
  ])("%s after a good head never ends as if all were well", async (_, body) => {
    const client = await bench.fault(anthropic, false, [read("all"), send(`${chunked}\r\n`), send(body), fin]);

    if (client.message().startLine.startsWith("HTTP/1.1 502")) {
      expectRefusal(client, anthropic, 502, "upstream_protocol");
      await bench.afterwards({ outcome: "SH", error: "upstream_protocol", status: 502 });
    } else {
      expect(client.message().isDone).toBe(false);
      expect(bodyOf(client)).toBe("");
      await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
    }
  });
});

/** What Bun reads a chunk's extension with: it drops it, however long it is, and we never see it. */
describe("U-21: the extension of a chunk", () => {
  const sizeOf = (body: string): string => Buffer.byteLength(body).toString(16);

  test("of a megabyte is dropped, and the answer is whole", async () => {
    for (const [stream, body] of [
      [false, anthropic.answer],
      [true, streamOf(anthropic)],
    ] as const) {
      const extended = `${sizeOf(body)};x="${"y".repeat(1024 * 1024)}"\r\n${body}\r\n0;last=1\r\n\r\n`;
      const client = await bench.fault(anthropic, stream, [read("all"), send(streamHead()), send(extended)]);

      expectWhole(client, body);
      expect(client.text()).not.toContain("yyy");
    }
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("that never ends is a silent vendor: the stream is broken off in its own words", async () => {
    const [first = ""] = anthropic.events;
    const client = await bench.fault(anthropic, true, [
      read("all"),
      send(streamHead()),
      send(chunk(first)),
      send("5;x="),
      flood("y".repeat(64 * 1024)),
    ]);

    expectBroken(client, anthropic, first, /^Upstream "anthropic"/);
    await bench.afterwards({ outcome: "sD", error: "upstream_stalled", status: 200 });
  });
});

describe.each(everyFormat)("$way", ({ format }) => {
  test("U-18: a whole answer that is half a JSON is passed on as it is", async () => {
    const half = format.answer.slice(0, -7);
    const client = await bench.fault(format, false, [read("all"), send(answerText(half))]);

    expectWhole(client, half);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-35: an answer under the wrong label is passed on as it is, and nothing is added to it", async () => {
    const sse = "text/event-stream";
    const json = "application/json";
    const page = "<html>Just a moment…</html>";
    for (const [stream, label, body] of [
      [true, sse, format.answer],
      [true, json, format.answer],
      [true, json, streamOf(format)],
      [false, sse, streamOf(format)],
      [false, sse, format.answer],
      [false, json, streamOf(format)],
      [true, sse, page],
      [true, "", format.answer],
    ] as const) {
      const client = await bench.fault(format, stream, [
        read("all"),
        send(streamHead({ "content-type": label })),
        send(chunk(body)),
        send(lastChunk),
      ]);

      expectWhole(client, body);
    }
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-32: packed answers are passed on untouched, whatever is in them", async () => {
    const bomb = Bun.gzipSync(new Uint8Array(50 * 1024 * 1024));
    const packed = Bun.gzipSync(Buffer.from(format.answer));
    for (const [encoding, body] of [
      ["gzip", bomb],
      ["gzip", packed.subarray(0, -9)],
      ["br", packed],
      ["gzip", Buffer.from(format.answer)],
      [new Array(5000).fill("br").join(", "), packed],
      ["nonsense", packed],
    ] as const) {
      const headers = { "content-encoding": encoding };
      const whole = await bench.fault(format, false, [read("all"), send(answerText(body, "200 OK", headers))]);
      expectWhole(whole, body);
      expect(headerOf(whole, "content-encoding")).toBe(encoding);

      const script = [read("all"), send(streamHead(headers)), send(chunk(body)), send(lastChunk)] as const;
      const streamed = await bench.fault(format, true, script);
      expect(latin1(streamed.message().body)).toBe(latin1(body));
      expect(streamed.message().isDone).toBe(true);
    }
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-40: a vendor whose clock is a day off is passed on with its own words", async () => {
    const headers = { date: "Wed, 21 Oct 2015 07:28:00 GMT", "retry-after": "Wed, 21 Oct 2015 07:28:09 GMT" };
    const client = await bench.fault(format, false, [
      read("all"),
      send(answerText("{}", "429 Too Many Requests", headers)),
    ]);

    expect(client.message().startLine).toStartWith("HTTP/1.1 429");
    for (const [name, value] of Object.entries(headers)) expect(headerOf(client, name)).toBe(value);
    expect(client.text().match(/^date:/gim)?.length).toBe(1);
    await bench.afterwards({ outcome: "--", status: 429 });
  });
});
