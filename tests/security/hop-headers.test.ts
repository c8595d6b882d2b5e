import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { everyFormat, everyWay, type Format, streamOf } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

type Headers = Readonly<Record<string, string>>;

const ask = async (format: Format, headers: Headers): Promise<RawClient> => {
  bench.vendor.play(read("all"), send(answerText(format.answer)));
  const client = await bench.ask(format, false, { headers });
  await client.until("the answer ends", () => client.end() !== null);
  expectWhole(client, format.answer);
  return client;
};
const sentHead = async (): Promise<string> => ((await bench.hit()).text().split("\r\n\r\n")[0] ?? "").toLowerCase();

/** RFC 9110, 7.6.1, and the two that older programs send. */
const ofTheHop: Headers = {
  "keep-alive": "timeout=5",
  "proxy-connection": "keep-alive",
  "proxy-authorization": "Basic eDp5",
  "proxy-authenticate": "Basic",
  te: "trailers",
  trailer: "x-sum",
  upgrade: "h2c",
};
const ofTheBrowser: Headers = { cookie: "session=1" };
const ofProxies: Headers = {
  forwarded: "for=127.0.0.1;host=evil.example",
  "x-forwarded-for": "127.0.0.1",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "https",
  "x-forwarded-port": "1",
};
const ofOurs: Headers = {
  "x-proxy-request-id": "r_spoofed",
  "x-proxy-token": "pxy_x",
  "x-proxy-error": "internal",
  "x-proxy-anything": "1",
};

describe.each(everyFormat)("$way", ({ format }) => {
  const [keyName = ""] = Object.keys(format.headers);

  for (const [name, value] of Object.entries({ ...ofTheHop, ...ofTheBrowser, ...ofProxies, ...ofOurs })) {
    test(`C-19: ${name} stays here`, async () => {
      const client = await ask(format, { [name]: value, "x-kept": "yes" });

      const head = await sentHead();
      expect(head).not.toContain(`\r\n${name}:`);
      expect(head).toContain("\r\nx-kept: yes");
      expect(headerOf(client, "x-proxy-request-id")).toMatch(/^r_[0-9a-z]{8,}$/);
    });
  }

  test("C-19: what Connection names stays here too, but it cannot take the key away", async () => {
    const names = `close, ${keyName}, ${keyName.toUpperCase()}, x-drop-me, x-drop-me-too`;
    await ask(format, { connection: names, "x-drop-me": "1", "X-Drop-Me-Too": "1", "x-kept": "yes" });

    const head = await sentHead();
    expect(head).toContain(`\r\n${keyName}: ${format.headers[keyName]?.toLowerCase()}`);
    expect(head).toContain("\r\nx-kept: yes");
    expect(head).not.toContain("x-drop-me");
  });
});

const planted: Headers = {
  "set-cookie": "a=b; Domain=localhost",
  "access-control-allow-origin": "*",
  "access-control-allow-credentials": "true",
  "access-control-allow-headers": "*",
  "access-control-expose-headers": "*",
  "access-control-allow-private-network": "true",
  "alt-svc": 'h3="evil.example:443"',
  "strict-transport-security": "max-age=31536000",
  "clear-site-data": '"*"',
  "x-proxy-request-id": "r_theirs",
  "keep-alive": "timeout=5",
  "proxy-authenticate": "Basic",
  "x-hop": "1",
};
const kept: Headers = {
  link: "<https://docs.example>; rel=help",
  "request-id": "req_1",
  "x-request-id": "req_2",
  "retry-after": "1",
  "x-should-retry": "true",
  "anthropic-ratelimit-requests-remaining": "9",
  "x-ratelimit-remaining-tokens": "9",
  "cf-ray": "r",
};

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("S-32: what a vendor's answer could plant in a browser is taken out, the rest arrives", async () => {
    const all = { ...planted, ...kept, connection: "close, x-hop" };
    const answer = stream
      ? Buffer.concat([Buffer.from(streamHead(all)), chunk(streamOf(format)), Buffer.from(lastChunk)])
      : answerText(format.answer, "200 OK", all);
    const client = await bench.fault(format, stream, [read("all"), send(answer)]);

    expectWhole(client, stream ? streamOf(format) : format.answer);
    expectClean(client);
  });

  test("S-32: out of a refusal as well, and a Location outside of a redirect is a word like any other", async () => {
    for (const status of ["400 Bad Request", "429 Too Many Requests", "500 Internal Server Error", "201 Created"]) {
      const all = { ...planted, ...kept, connection: "close, x-hop", location: "https://evil.example/" };
      const client = await bench.fault(format, stream, [read("all"), send(answerText("{}", status, all))]);

      expect(client.message().startLine).toStartWith(`HTTP/1.1 ${status.slice(0, 3)} `);
      expectClean(client);
      expect(headerOf(client, "location")).toBe("https://evil.example/");
    }
  });
});

const expectClean = (client: RawClient): void => {
  for (const [name, value] of Object.entries(planted))
    expect([name, headerOf(client, name)]).not.toEqual([name, value]);
  for (const [name, value] of Object.entries(kept)) expect([name, headerOf(client, name)]).toEqual([name, value]);
};
