import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { doorOf } from "../support/door.ts";
import { expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { everyFormat, type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";

const listed = "https://mine.example";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "server.allowed_origins": listed } });
});
afterAll(() => bench.stop());

const { chatWith, raw, expectClosed } = doorOf(() => bench);
const [anthropic] = formats as [Format];

type Headers = Readonly<Record<string, string>>;

describe.each(everyFormat)("$way", ({ format }) => {
  const fromPages: readonly Headers[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `${listed}.evil.example` },
    { origin: listed.replace("https", "http") },
    { referer: "https://evil.example/page" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "same-origin" },
    { "sec-fetch-mode": "no-cors" },
    { "sec-fetch-mode": "navigate" },
  ];
  for (const headers of fromPages) {
    test(`S-10, S-13: a web page that calls with ${JSON.stringify(headers)} is turned away`, async () => {
      const client = await chatWith(headers, format);

      expectClosed(client, 403, "browser_origin");
      expect(format.errorIn(Buffer.from(client.message().body).toString())).toBeTruthy();
    });
  }

  test("S-16: a form's text/plain body is turned away", async () => {
    for (const type of ["text/plain", "text/plain;charset=UTF-8", "TEXT/PLAIN"]) {
      expectClosed(await chatWith({ "content-type": type }, format), 415, "content_type");
    }
  });
});

test("S-11: a preflight from an unknown page opens no door, not even to the private network", async () => {
  bench.vendor.play();
  const client = await raw(
    `OPTIONS /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\norigin: https://evil.example\r\naccess-control-request-method: POST\r\naccess-control-request-private-network: true\r\nconnection: close\r\n\r\n`,
  );

  expectClosed(client, 403, "browser_origin");
});

test("S-11: a preflight without an origin is answered without any CORS header", async () => {
  bench.vendor.play();
  const client = await raw(
    `OPTIONS /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\nconnection: close\r\n\r\n`,
  );

  expect(client.message().startLine).toStartWith("HTTP/1.1 204");
  expect(client.text().toLowerCase()).not.toContain("access-control-");
});

describe("V19: a page that the user has named", () => {
  test("gets its own CORS headers with the answer, never *", async () => {
    const client = await chatWith({ origin: listed, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" });

    expectWhole(client, anthropic.answer);
    expect(headerOf(client, "access-control-allow-origin")).toBe(listed);
    expect(headerOf(client, "vary")).toContain("origin");
    expect(headerOf(client, "access-control-allow-credentials")).toBeUndefined();
  });

  test("gets them with a preflight, and with a refusal", async () => {
    bench.vendor.play();
    const preflight = await raw(
      `OPTIONS /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\norigin: ${listed}\r\naccess-control-request-method: POST\r\naccess-control-request-headers: x-api-key, content-type\r\naccess-control-request-private-network: true\r\nconnection: close\r\n\r\n`,
    );
    expect(preflight.message().startLine).toStartWith("HTTP/1.1 204");
    expect(headerOf(preflight, "access-control-allow-origin")).toBe(listed);
    expect(headerOf(preflight, "access-control-allow-headers")).toBe("x-api-key, content-type");
    expect(headerOf(preflight, "access-control-allow-methods")).toContain("POST");
    expect(preflight.text().toLowerCase()).not.toContain("private-network");

    const refused = await chatWith({ origin: listed, "x-proxy-upstream": "nowhere" });

    expect(refused.message().startLine).toStartWith("HTTP/1.1 500");
    expect(headerOf(refused, "access-control-allow-origin")).toBe(listed);
  });

  test("does not get them for the sake of the vendor's own", async () => {
    bench.vendor.play(
      read("all"),
      send(
        answerText(anthropic.answer, "200 OK", {
          "access-control-allow-origin": "*",
          "access-control-allow-credentials": "true",
        }),
      ),
    );
    const client = await bench.ask(anthropic, false);
    await client.until("the answer ends", () => client.end() !== null);

    expectWhole(client, anthropic.answer);
    expect(client.text().toLowerCase()).not.toContain("access-control-");
  });
});
