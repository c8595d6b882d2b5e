import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectRefusal, expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { flood, read, send, startFaultd } from "../support/faultd.ts";
import { everyFormat, everyWay, type Format, formats, streamOf } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";

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
    test(`U-26, S-31: a ${status} is not followed and the key goes nowhere else`, async () => {
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

test("U-26, S-31: redirects to ourselves, to cloud metadata or to nowhere are refused in the same way", async () => {
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
