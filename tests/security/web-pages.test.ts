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
    for (const type of ["text/plain", "text/plain;charset=UTF-8", "TEXT/PLAIN", "text/plain ; x=y"]) {
      expectClosed(await chatWith({ "content-type": type }, format), 415, "content_type");
    }
  });

  test("S-16: so is one that a form makes look like JSON, from a page without an origin and from one with", async () => {
    // <form enctype=text/plain> writes name=value: with the equals sign inside of a string it is valid JSON.
    const body = `${format.body(false).replace(/\}$/, "")},"x":"=y"}\r\n`;
    expect(() => JSON.parse(body)).not.toThrow();
    for (const [headers, status, error] of [
      [{ "content-type": "text/plain" }, 415, "content_type"],
      [{ "content-type": "text/plain", origin: "null" }, 403, "browser_origin"],
      [{ "content-type": "text/plain", origin: "http://127.0.0.1:9" }, 403, "browser_origin"],
      [
        { "content-type": "text/plain", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
        403,
        "browser_origin",
      ],
      [{ "content-type": "application/x-www-form-urlencoded", origin: "null" }, 403, "browser_origin"],
      [{ "content-type": "multipart/form-data; boundary=b", "sec-fetch-site": "cross-site" }, 403, "browser_origin"],
    ] as const) {
      bench.vendor.play(read("all"), send(answerText(format.answer)));
      const client = await bench.ask(format, false, { headers, body });
      await client.until("the answer ends", () => client.end() !== null);

      expectClosed(client, status, error);
    }
  });
});

test("S-13: what a browser sends of itself is turned away on every path, also from our own pages and from images", async () => {
  const marks: readonly Headers[] = [
    {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "cors",
      "sec-fetch-dest": "empty",
      origin: "https://evil.example",
    },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
    { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" },
    { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" },
    { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
    { origin: "null" },
    { origin: "chrome-extension://abcdefghijklmnop" },
    { origin: "file://" },
    { referer: "https://evil.example/" },
    { referer: `http://127.0.0.1:${bench.daemon.port}/` },
  ];
  for (const mark of marks) {
    const lines = Object.entries({ ...mark, host: `127.0.0.1:${bench.daemon.port}` }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    for (const start of [
      "GET /",
      "GET /health",
      "GET /metrics",
      "GET /config",
      "GET /v1/models",
      "POST /v1/files",
      "DELETE /v1/files/f",
    ]) {
      bench.vendor.play();
      const client = await raw(`${start} HTTP/1.1\r\n${lines.join("\r\n")}\r\nconnection: close\r\n\r\n`);

      expectClosed(client, 403, "browser_origin");
    }
  }
});

test("S-11: a preflight from an unknown page opens no door, on no path, not even to the private network", async () => {
  const paths = [
    "/",
    "/health",
    "/config",
    "/control/stop",
    ...formats.flatMap(({ path }) => [path(false), path(true)]),
  ];
  const askers = [
    "origin: https://evil.example",
    "origin: null",
    `origin: ${listed}.evil.example`,
    "sec-fetch-site: cross-site",
  ];
  const networks = ["access-control-request-private-network: true", "access-control-request-local-network: true"];
  for (const path of paths) {
    for (const asker of askers) {
      for (const network of networks) {
        bench.vendor.play();
        const client = await raw(
          `OPTIONS ${path} HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\n${asker}\r\naccess-control-request-method: POST\r\naccess-control-request-headers: x-api-key, content-type\r\n${network}\r\nconnection: close\r\n\r\n`,
        );

        expectClosed(client, 403, "browser_origin");
      }
    }
  }
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

    expect(refused.message().startLine).toStartWith("HTTP/1.1 400");
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
