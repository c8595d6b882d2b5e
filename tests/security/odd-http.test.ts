import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { hold, read, send, startFaultd } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];
const body = anthropic.body(false);
const size = Buffer.byteLength(body);
const path = "/v1/messages";

/** Sends these very bytes to a vendor that would answer, and waits until the connection has ended. */
const say = async (text: string): Promise<RawClient> => {
  bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
  const client = await connectRaw(bench.daemon.port);
  client.write(text);
  await client.until("the connection ends", () => client.end() !== null);
  return client;
};
const headers = (more = ""): string =>
  `host: 127.0.0.1:${bench.daemon.port}\r\nanthropic-version: 2023-06-01\r\n${more}`;
const post = (more: string, sent: string, line = `POST ${path} HTTP/1.1`): string =>
  `${line}\r\n${headers(more)}\r\n${sent}`;
const answerOf = (client: RawClient): string => Buffer.from(client.message().body).toString();

describe("C-17: unusual but legal HTTP gets its answer", () => {
  const close = `connection: close\r\ncontent-length: ${size}\r\n`;
  const chunked = `${size.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const messages: Readonly<Record<string, () => string>> = {
    "HTTP/1.0": () => post(`content-length: ${size}\r\n`, body, `POST ${path} HTTP/1.0`),
    "HTTP/1.0 without a Host": () =>
      `POST ${path} HTTP/1.0\r\nanthropic-version: 2023-06-01\r\ncontent-length: ${size}\r\n\r\n${body}`,
    "the whole URL in the first line": () =>
      post(close, body, `POST http://127.0.0.1:${bench.daemon.port}${path} HTTP/1.1`),
    "a body in chunks": () => post("connection: close\r\ntransfer-encoding: chunked\r\n", chunked),
    "a chunk with an extension": () =>
      post("connection: close\r\ntransfer-encoding: chunked\r\n", chunked.replace("\r\n", ";name=value\r\n")),
    "header names in capitals": () => post(close.toUpperCase(), body),
  };
  for (const [what, message] of Object.entries(messages)) {
    test(what, async () => {
      const client = await say(message());

      expect(client.message().startLine).toMatch(/^HTTP\/1\.[01] 200 /);
      expect(answerOf(client)).toBe(anthropic.answer);
      expect(Buffer.from((await bench.hit()).body()).toString()).toBe(body);
      await bench.afterwards({ outcome: "--", status: 200 });
    });
  }

  test("Expect: 100-continue is told to go on", async () => {
    bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
    const client = await connectRaw(bench.daemon.port);
    client.write(post(`expect: 100-continue\r\n${close}`, ""));
    await client.until("leave to go on", () => client.text().includes("100 Continue\r\n\r\n"));
    client.write(body);
    await client.until("the connection ends", () => client.end() !== null);

    expect(client.bytes().toString()).toEndWith(anthropic.answer);
    expect((await bench.hit()).text().toLowerCase()).not.toContain("expect:");
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  for (const method of ["DELETE", "PUT", "PATCH", "PROPFIND"]) {
    test(`${method} goes through`, async () => {
      const client = await say(`${method} /v1/files/f_1 HTTP/1.1\r\n${headers()}connection: close\r\n\r\n`);

      expect(answerOf(client)).toBe(anthropic.answer);
      expect((await bench.hit()).text()).toStartWith(`${method} /v1/files/f_1 HTTP/1.1\r\n`);
      await bench.afterwards({ outcome: "--", status: 200 });
    });
  }

  test("HEAD gets the head alone", async () => {
    bench.vendor.play(read("headers"), send("HTTP/1.1 200 OK\r\ncontent-length: 500\r\nconnection: close\r\n\r\n"));
    const client = await connectRaw(bench.daemon.port, true);
    client.write(`HEAD /v1/models HTTP/1.1\r\n${headers()}connection: close\r\n\r\n`);
    await client.until("the connection ends", () => client.end() !== null);

    expect(headerOf(client, "content-length")).toBe("500");
    expect(client.message().rest.length).toBe(0);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("OPTIONS is answered here, without any CORS header; of the whole server it is none of our business", async () => {
    const client = await say(`OPTIONS ${path} HTTP/1.1\r\n${headers()}connection: close\r\n\r\n`);
    expect(client.message().startLine).toStartWith("HTTP/1.1 204 ");
    expect(client.text().toLowerCase()).not.toContain("access-control-");

    const whole = await say(`OPTIONS * HTTP/1.1\r\n${headers()}connection: close\r\n\r\n`);
    expect(whole.message().startLine).toStartWith("HTTP/1.1 400 ");
    expect(bench.vendor.connections()).toBe(0);
  });
});

test("C-17: another machine's name in the first line leads nowhere", async () => {
  const evil = startFaultd();
  const length = `connection: close\r\ncontent-length: ${size}\r\n`;
  const client = await say(
    `POST ${evil.url}${path} HTTP/1.1\r\nhost: 127.0.0.1:${evil.port}\r\nanthropic-version: 1\r\n${length}\r\n${body}`,
  );
  expect(headerOf(client, "x-proxy-error")).toBe("host_not_allowed");
  expect(bench.vendor.connections()).toBe(0);

  await say(post(length, body, `POST ${evil.url}${path} HTTP/1.1`)); // Bun takes the name from Host alone

  expect(evil.connections()).toBe(0);
  expect(bench.vendor.hits().length).toBe(1);
  evil.stop();
});

test("C-17: trailers do not reach the vendor: Bun ends a connection that sends them", async () => {
  const client = await say(
    post(
      "transfer-encoding: chunked\r\ntrailer: x-sum\r\n",
      `${size.toString(16)}\r\n${body}\r\n0\r\nx-sum: 1\r\n\r\n`,
    ),
  );

  expect(client.message().startLine).toStartWith("HTTP/1.1 400 ");
  for (const hit of bench.vendor.hits()) expect(hit.text()).not.toContain("x-sum: 1");
  expect(bench.vendor.hits().length).toBeLessThanOrEqual(1);
});

describe("C-18: framing that two parsers could read differently is refused, and the vendor sees nothing", () => {
  const smuggled = "GET /smuggled HTTP/1.1\r\n\r\n";
  const shapes: Readonly<Record<string, () => string>> = {
    "a length and chunks": () => post("content-length: 4\r\ntransfer-encoding: chunked\r\n", `0\r\n\r\n${smuggled}`),
    "two lengths": () => post("content-length: 4\r\ncontent-length: 5\r\n", "abcde"),
    "the same length twice": () => post("content-length: 5\r\ncontent-length: 5\r\n", "abcde"),
    "a list of lengths": () => post("content-length: 5, 5\r\n", "abcde"),
    "a negative length": () => post("content-length: -1\r\n", "abcde"),
    "a length with a sign": () => post("content-length: +5\r\n", "abcde"),
    "a length in hex": () => post("content-length: 0x5\r\n", "abcde"),
    "no Host": () => `POST ${path} HTTP/1.1\r\ncontent-length: 5\r\n\r\nabcde`,
    "bare line feeds": () => post("content-length: 5\r\n", "abcde").replaceAll("\r\n", "\n"),
    "a space before the colon": () => post("content-length : 5\r\n", "abcde"),
    "chunked, identity": () => post("transfer-encoding: chunked, identity\r\n", "5\r\nabcde\r\n0\r\n\r\n"),
    "an unknown encoding": () => post("transfer-encoding: xchunked\r\n", "5\r\nabcde\r\n0\r\n\r\n"),
    "two encodings": () =>
      post("transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n", "5\r\nabcde\r\n0\r\n\r\n"),
    "a folded header": () => post("x-a: b\r\n c\r\ncontent-length: 5\r\n", "abcde"),
    "a NUL in a header": () => post("x-a: b\0c\r\ncontent-length: 5\r\n", "abcde"),
    "a carriage return in a header": () => post("x-a: b\rc\r\ncontent-length: 5\r\n", "abcde"),
    "a chunk size that is none": () => post("transfer-encoding: chunked\r\n", "5\r\nabcde\r\nzz\r\n\r\n"),
    "a negative chunk size": () => post("transfer-encoding: chunked\r\n", "-1\r\nabcde\r\n0\r\n\r\n"),
    "a chunk size without end": () => post("transfer-encoding: chunked\r\n", "fffffffffffffffff\r\nabcde\r\n0\r\n\r\n"),
    TLS: () => `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${"a".repeat(100)}\r\n\r\n`,
    "HTTP/2": () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no HTTP at all": () => "hello there\r\n\r\n",
  };
  for (const [what, shape] of Object.entries(shapes)) {
    test(what, async () => {
      const client = await say(shape());

      expect(client.message().startLine).toMatch(/^HTTP\/1\.1 (400|505) /);
      expect(client.text().match(/HTTP\/1\.1/g)?.length).toBe(1);
      expect(bench.vendor.connections()).toBe(0);
    });
  }
});

describe("C-09: what is too long is refused by its status", () => {
  test("a header of 20 KB, and 210 headers", async () => {
    for (const more of [
      `x-a: ${"y".repeat(20_000)}\r\n`,
      Array.from({ length: 210 }, (_, at) => `x-${at}: 1\r\n`).join(""),
    ]) {
      const client = await say(post(`${more}content-length: 5\r\n`, "abcde"));

      expect(client.message().startLine).toStartWith("HTTP/1.1 431 ");
      expect(bench.vendor.connections()).toBe(0);
    }
  });

  test("an address of more than 8 KB, in the client's format; the scheme and the host do not count", async () => {
    const withQuery = (length: number) =>
      say(
        post(`connection: close\r\ncontent-length: ${size}\r\n`, body, `POST ${path}?${"q".repeat(length)} HTTP/1.1`),
      );

    const longest = await withQuery(8192 - path.length - 1);
    expect(answerOf(longest)).toBe(anthropic.answer);
    const tooLong = await withQuery(8192 - path.length);

    expect(tooLong.message().startLine).toStartWith("HTTP/1.1 414 ");
    expect(headerOf(tooLong, "x-proxy-error")).toBe("uri_too_long");
    expect(anthropic.errorIn(answerOf(tooLong))).toContain("longer than 8192 bytes");
    expect(bench.vendor.connections()).toBe(0);
  });
});

describe("C-08: many requests sent at once on one connection", () => {
  const page = (at: number, more = ""): string => `GET /health?${at} HTTP/1.1\r\n${headers(more)}\r\n`;

  test("a hundred get their answers, in order", async () => {
    const client = await connectRaw(bench.daemon.port);
    const refusedOften = (at: number): string => page(at, at % 3 === 0 ? "origin: https://evil.example\r\n" : "");
    const requests = Array.from({ length: 99 }, (_, at) => refusedOften(at)).join("");
    client.write(`${requests}${page(1, "connection: close\r\n")}`);
    await client.until("the connection ends", () => client.end() !== null, 10_000);

    const statuses: string[] = client.text().match(/(?<=HTTP\/1\.1 )\d+/g) ?? [];
    expect(statuses).toEqual(Array.from({ length: 100 }, (_, at) => (at % 3 === 0 && at < 99 ? "403" : "200")));
  });

  test("one that is none ends the connection, and what follows it is not read", async () => {
    const client = await say(`${page(0)}${page(1)}BROKEN\r\n\r\n${post(`content-length: ${size}\r\n`, body)}`);

    expect(client.text().match(/(?<=HTTP\/1\.1 )\d+/g)).toEqual(["200", "200", "400"]);
    expect(bench.vendor.connections()).toBe(0);
  });

  test("Bun ends a connection that asks again before a chat is answered; the chat is booked, and nobody else's answer comes", async () => {
    bench.vendor.play(read("all"), hold);
    const client = await connectRaw(bench.daemon.port);
    client.write(`${post(`content-length: ${size}\r\n`, body)}${page(0)}`);
    await client.until("the connection ends", () => client.end() !== null);

    expect(client.text()).toBe("");
    await until("nothing in flight", async () => (await bench.daemon.control.status({})).inFlight === 0);
    expect((await bench.daemon.rows()).at(-1)).toMatchObject({ error: "client_left", status: null });
  });
});
