import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectRefusal, expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { fin, flood, read, send, startFaultd } from "../support/faultd.ts";
import { everyFormat, everyWay, type Format, formats, streamOf } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];
const bodyText = (client: RawClient): string => Buffer.from(client.message().body).toString();

const retryHeaders: readonly Readonly<Record<string, string>>[] = [
  { "retry-after": "7" },
  { "retry-after": "Wed, 21 Oct 2037 07:28:00 GMT" },
  { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" },
  { "retry-after": "-5" },
  { "retry-after": "soon" },
  { "retry-after": "999999" },
  {},
  {
    "retry-after-ms": "1500",
    "anthropic-ratelimit-requests-remaining": "0",
    "anthropic-ratelimit-tokens-reset": "2037-01-01T00:00:00Z",
  },
  { "x-should-retry": "false", "x-ratelimit-remaining-tokens": "0", "retry-after": "1" },
];

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("U-22: a 429 arrives with the vendor's own words and wait, and is not tried again", async () => {
    for (const headers of retryHeaders) {
      const body = `{"error": {"message":"slow down é", "n": ${JSON.stringify(headers).length}}}`;
      const client = await bench.fault(format, stream, [
        read("all"),
        send(answerText(body, "429 Too Many Requests", headers)),
      ]);

      expect(client.message().startLine).toStartWith("HTTP/1.1 429");
      expect(bodyText(client)).toBe(body);
      for (const name of [
        "retry-after",
        "retry-after-ms",
        "x-should-retry",
        "x-ratelimit-remaining-tokens",
        "anthropic-ratelimit-requests-remaining",
        "anthropic-ratelimit-tokens-reset",
      ]) {
        expect(headerOf(client, name)).toBe(headers[name] as string);
      }
      expect(headerOf(client, "x-proxy-error")).toBeUndefined();
    }
    expect(bench.vendor.hits().length).toBe(1);
    await bench.afterwards({ outcome: "--", status: 429 });
  });

  test("U-23: a 529 arrives word for word", async () => {
    const body = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
    const client = await bench.fault(format, stream, [read("all"), send(answerText(body, "529 Site Overloaded"))]);

    expect(client.message().startLine).toStartWith("HTTP/1.1 529");
    expect(bodyText(client)).toBe(body);
    await bench.afterwards({ outcome: "--", status: 529 });
  });
});

describe.each(everyFormat)("$way", ({ format }) => {
  test("U-20: of a body that is longer than announced the client gets what was announced", async () => {
    const extra = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil";
    const answer = Buffer.concat([
      answerText(format.answer, "200 OK", { connection: "keep-alive" }),
      Buffer.from(extra),
    ]);
    bench.vendor.play(read("all"), send(answer), read(1_000_000_000));
    const client = await bench.ask(format, false);
    await client.until("the answer ends", () => client.end() !== null);

    expectWhole(client, format.answer);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-33: odd but legal event streams arrive byte for byte", async () => {
    const odd = Buffer.concat([
      Buffer.from(
        '\ufeff: a comment\r\n\r\nretry: 100\nid: 7\ndata:no space\ndata: second line\r\revent: x\rdata: {"a":"\u2028"}\n\n',
        "utf8",
      ),
      Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0x20, 0xff, 0xfe, 0xc3, 0x0a, 0x0a]), // data: and bytes that are no UTF-8
      Buffer.from('data: "\\ud83d"\n\n\n\n:\n\n'),
      Buffer.from(streamOf(format)),
    ]);
    const client = await bench.fault(format, true, [
      read("all"),
      send(streamHead()),
      send(chunk(odd.subarray(0, 50))),
      send(chunk(odd.subarray(50))),
      send(lastChunk),
    ]);

    expectWhole(client, odd);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-31: a line that never ends still flows", async () => {
    bench.vendor.play(read("all"), send(streamHead()), send(chunk("data: ")), flood(chunk("x".repeat(60_000))));
    const client = await bench.ask(format, true);

    await client.until("ten megabytes of one line", () => client.bytes().length > 10_000_000, 20_000);
    client.leave();

    await bench.afterwards({ outcome: "CD", error: "client_left", status: 200 });
  });

  for (const status of [301, 302, 303, 307, 308]) {
    test(`U-26: a ${status} is not followed and the key goes nowhere else`, async () => {
      const elsewhere = startFaultd();
      const client = await bench.fault(format, false, [
        read("all"),
        send(answerText("", `${status} Moved`, { location: `${elsewhere.url}/steal?k=1` })),
      ]);

      expectRefusal(client, format, 502, "upstream_redirect");
      expect(bodyText(client)).toContain(elsewhere.url);
      expect(bodyText(client)).not.toContain("steal");
      expect(elsewhere.connections()).toBe(0);
      elsewhere.stop();
      await bench.afterwards({ outcome: "SH", error: "upstream_redirect", status: 502 });
    });
  }
});

test("U-26: redirects to ourselves, to cloud metadata or to nowhere are refused in the same way", async () => {
  for (const location of [
    bench.daemon.url,
    "http://169.254.169.254/latest",
    "/v1/messages",
    "::not a url::",
    "https://evil.example:8443/x?y",
  ]) {
    const client = await bench.fault(anthropic, false, [
      read("all"),
      send(answerText("moved", "307 Temporary Redirect", { location })),
    ]);

    expectRefusal(client, anthropic, 502, "upstream_redirect");
  }
  await bench.afterwards({ outcome: "SH", error: "upstream_redirect", status: 502 });
});

const bodiless: readonly {
  readonly what: string;
  readonly answer: string;
  readonly status: number;
  readonly method: string;
}[] = [
  { what: "a 204", answer: "HTTP/1.1 204 No Content\r\n\r\n", status: 204, method: "POST" },
  {
    what: "a 204 with a length",
    answer: "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n",
    status: 204,
    method: "POST",
  },
  { what: "a 205", answer: "HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n", status: 205, method: "POST" },
  {
    what: "a 304 with a length",
    answer: 'HTTP/1.1 304 Not Modified\r\ncontent-length: 53\r\netag: "a"\r\n\r\n',
    status: 304,
    method: "GET",
  },
  {
    what: "a HEAD with a length",
    answer: "HTTP/1.1 200 OK\r\ncontent-length: 53\r\n\r\n",
    status: 200,
    method: "HEAD",
  },
  {
    what: "a HEAD in chunks",
    answer: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
    status: 200,
    method: "HEAD",
  },
  { what: "an empty 200", answer: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", status: 200, method: "GET" },
];

for (const { what, answer, status, method } of bodiless) {
  test(`U-27: ${what} has no body and does not hang`, async () => {
    bench.vendor.play(read("headers"), send(answer), read(1_000_000_000));
    const client = await connectRaw(bench.daemon.port, method === "HEAD");
    client.write(
      `${method} /v1/models HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\nanthropic-version: 2023-06-01\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
    );
    await client.until("the answer ends", () => client.end() !== null);

    expect(client.message().startLine).toStartWith(`HTTP/1.1 ${status}`);
    expect(client.message().rest.length + client.message().body.length).toBe(0);
    await bench.afterwards({ outcome: "--", status });
  });
}

test("U-19: a body that is shorter than announced is an error, never padded and never a clean end", async () => {
  const short = answerText(anthropic.answer, "200 OK", { "content-length": String(anthropic.answer.length + 50) });
  const client = await bench.fault(anthropic, false, [read("all"), send(short), fin]);

  expectRefusal(client, anthropic, 502, "upstream_closed");
  await bench.afterwards({ outcome: "SH", error: "upstream_closed", status: 502 });
});

test("U-19: a large body that is shorter than announced breaks off at the client too", async () => {
  const large = "y".repeat(300_000);
  const client = await bench.fault(anthropic, false, [
    read("all"),
    send(answerText(large, "200 OK", { "content-length": "400000" })),
    fin,
  ]);

  expect(client.message().isDone).toBe(false);
  expect(client.message().body.length).toBeLessThanOrEqual(300_000);
  await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
});

test("U-25: a vendor's HTML error page is passed on as it is", async () => {
  const page = "<html><h1>502 Bad Gateway</h1>\u001b[31m</html>";
  const client = await bench.fault(anthropic, false, [
    read("all"),
    send(answerText(page, "502 Bad Gateway", { "content-type": "text/html" })),
  ]);

  expect(bodyText(client)).toBe(page);
  expect(headerOf(client, "content-type")).toBe("text/html");
  await until("the row", async () => (await bench.daemon.control.recent({ limit: 1 }))[0]?.status === 502);
  await bench.afterwards({ outcome: "--", status: 502 });
});

test("U-41: a body that ends with the connection is passed on whole", async () => {
  const client = await bench.fault(anthropic, false, [
    read("all"),
    send(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${anthropic.answer}`),
    fin,
  ]);

  expectWhole(client, anthropic.answer);
  await bench.afterwards({ outcome: "--", status: 200 });
});
