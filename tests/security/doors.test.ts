import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectWhole, type FaultBench, headerOf, serversAt, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { everyFormat, type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";

const listed = "https://mine.example";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({
    moreServers: serversAt,
    flags: { "server.allowed_origins": listed, "server.allowed_hosts": "proxy.home" },
  });
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];

type Headers = Readonly<Record<string, string>>;

/** Sends a chat with these headers beside its own. */
const chatWith = async (headers: Headers, format = anthropic): Promise<RawClient> => {
  bench.vendor.play(read("all"), send(answerText(format.answer)));
  const client = await bench.ask(format, false, { headers });
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

/** Sends these very bytes. */
const raw = async (text: string): Promise<RawClient> => {
  const client = await connectRaw(bench.daemon.port, text.startsWith("HEAD"));
  client.write(text);
  await client.until("the connection ends", () => client.end() !== null);
  return client;
};

const expectClosedDoor = (client: RawClient, status: number, error: string): void => {
  expect(client.message().startLine).toStartWith(`HTTP/1.1 ${status} `);
  expect(headerOf(client, "x-proxy-error")).toBe(error);
  expect(client.text().toLowerCase()).not.toContain("access-control-");
  expect(bench.vendor.connections()).toBe(0);
};

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

      expectClosedDoor(client, 403, "browser_origin");
      expect(format.errorIn(Buffer.from(client.message().body).toString())).toBeTruthy();
    });
  }

  test("S-16: a form's text/plain body is turned away", async () => {
    for (const type of ["text/plain", "text/plain;charset=UTF-8", "TEXT/PLAIN"]) {
      expectClosedDoor(await chatWith({ "content-type": type }, format), 415, "content_type");
    }
  });
});

test("S-11: a preflight from an unknown page opens no door, not even to the private network", async () => {
  bench.vendor.play();
  const client = await raw(
    `OPTIONS /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\norigin: https://evil.example\r\naccess-control-request-method: POST\r\naccess-control-request-private-network: true\r\nconnection: close\r\n\r\n`,
  );

  expectClosedDoor(client, 403, "browser_origin");
});

test("S-11: a preflight without an origin is answered without any CORS header", async () => {
  bench.vendor.play();
  const client = await raw(
    `OPTIONS /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\nconnection: close\r\n\r\n`,
  );

  expect(client.message().startLine).toStartWith("HTTP/1.1 204");
  expect(client.text().toLowerCase()).not.toContain("access-control-");
});

describe("S-12: names that a Host header may carry", () => {
  const hosts = (port: number): Readonly<Record<string, boolean>> => ({
    [`127.0.0.1:${port}`]: true,
    [`localhost:${port}`]: true,
    [`[::1]:${port}`]: true,
    [`proxy.home:${port}`]: true,
    "proxy.home": true,
    "evil.example": false,
    [`evil.example:${port}`]: false,
    [`127.0.0.1.evil.example:${port}`]: false,
    [`localhost:${port === 1 ? 2 : port - 1}`]: false,
    [`0.0.0.0:${port}`]: false,
    [`127.0.0.2:${port}`]: false,
    [`localhost.:${port}`]: false,
    localhost: false,
    "127.0.0.1": false,
    [`user@127.0.0.1:${port}`]: false,
  });

  test("ours pass, all others are turned away", async () => {
    for (const [host, isOurs] of Object.entries(hosts(bench.daemon.port))) {
      const client = await chatWith({ host });

      if (isOurs) expectWhole(client, anthropic.answer);
      else if (client.message().startLine.startsWith("HTTP/1.1 400"))
        expect(bench.vendor.connections()).toBe(0); // Bun itself
      else expectClosedDoor(client, 421, "host_not_allowed");
    }
  });

  test("a second Host header does not help", async () => {
    bench.vendor.play();
    const body = anthropic.body(false);
    const client = await raw(
      `POST /v1/messages HTTP/1.1\r\nhost: evil.example\r\nhost: 127.0.0.1:${bench.daemon.port}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );

    expect(client.message().startLine).toMatch(/^HTTP\/1\.1 4(00|21)/);
    expect(bench.vendor.connections()).toBe(0);
  });
});

describe("S-13: programs are let in", () => {
  const ask = {
    method: "POST",
    headers: { ...anthropic.headers, "content-type": "application/json" },
    body: anthropic.body(false),
  };

  test("Bun's fetch", async () => {
    bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
    const response = await fetch(`${bench.daemon.url}/v1/messages`, ask);

    expect(await response.text()).toBe(anthropic.answer);
  });

  const programs: readonly { readonly name: string; readonly command: (url: string) => readonly string[] }[] = [
    {
      name: "node",
      command: (url) => [
        "-e",
        `fetch(${JSON.stringify(`${url}/v1/messages`)}, ${JSON.stringify(ask)}).then((r) => r.text()).then((t) => process.stdout.write(t))`,
      ],
    },
    {
      name: "curl",
      command: (url) => [
        "-s",
        "-d",
        anthropic.body(false),
        "-H",
        "content-type: application/json",
        "-H",
        "anthropic-version: 2023-06-01",
        `${url}/v1/messages`,
      ],
    },
    {
      name: "curl",
      command: (url) => [
        "-s",
        "-d",
        anthropic.body(false),
        "-H",
        "anthropic-version: 2023-06-01",
        `${url}/v1/messages`,
      ],
    },
  ];
  for (const { name, command } of programs) {
    const path = Bun.which(name);
    test.skipIf(path === null)(`${name}, called as people call it`, async () => {
      bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
      const child = Bun.spawn([path ?? "", ...command(bench.daemon.url)], { stdout: "pipe" });

      expect(await new Response(child.stdout).text()).toBe(anthropic.answer);
    });
  }
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

test("S-14: a WebSocket is turned away on any path", async () => {
  bench.vendor.play();
  for (const path of ["/", "/v1/realtime", "/v1/messages", "/health", "/control"]) {
    const client = await raw(
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\nupgrade: websocket\r\nconnection: upgrade, close\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n`,
    );

    expectClosedDoor(client, 426, "websocket_unsupported");
  }
});

test("C-17: the proxy is no tunnel", async () => {
  bench.vendor.play();
  for (const start of [`CONNECT 127.0.0.1:${bench.vendor.port} HTTP/1.1`, "TRACE / HTTP/1.1"]) {
    const client = await raw(`${start}\r\nhost: 127.0.0.1:${bench.daemon.port}\r\nconnection: close\r\n\r\n`);

    expect(client.message().startLine).toMatch(/^HTTP\/1\.1 40[05]/);
    expect(bench.vendor.connections()).toBe(0);
  }
});

test("S-15: asking for any of our own pages changes nothing", async () => {
  const stateOf = async () => {
    const { upstream, previousUpstream, generation, isDraining, tally } = await bench.daemon.control.status({});
    return {
      upstream,
      previousUpstream,
      generation,
      isDraining,
      accepted: tally.accepted,
      rows: (await bench.daemon.rows()).length,
    };
  };
  const before = await stateOf();

  for (const path of ["/", "/health", "/?upstream=cn", "/health?stop=1"]) {
    for (const method of ["GET", "HEAD"]) {
      const response = await fetch(bench.daemon.url + path, { method });
      expect(response.status).toBe(200);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
  }

  expect(await stateOf()).toEqual(before);
});

test("S-19: the daemon's control cannot be reached through its data port", async () => {
  bench.vendor.play();
  const tricks = [
    "/control",
    "/control/stop",
    "/v1/../control/stop",
    "/v1/messages/../../control",
    "/v1/%2e%2e/control",
    "/_/stop",
    "//control/stop",
    "/control/switchUpstream",
  ];
  for (const path of tricks) {
    for (const method of ["POST", "GET"]) {
      const client = await raw(
        `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
      );
      expect(client.message().startLine).toStartWith("HTTP/1.1 404");
    }
  }

  expect(bench.vendor.connections()).toBe(0);
  expect((await bench.daemon.control.status({})).isDraining).toBe(false);
});

test("S-30: a header that claims to be local changes nothing", async () => {
  const client = await chatWith({
    host: "evil.example",
    "x-forwarded-for": "127.0.0.1",
    "x-real-ip": "127.0.0.1",
    "x-forwarded-host": `127.0.0.1:${bench.daemon.port}`,
  });

  expectClosedDoor(client, 421, "host_not_allowed");
});

test("who is turned away is counted, and gets no row", async () => {
  const before = (await bench.daemon.control.status({})).tally;
  const rows = (await bench.daemon.rows()).length;

  await chatWith({ origin: "https://evil.example" });

  const after = (await bench.daemon.control.status({})).tally;
  expect(after.refused).toBe(before.refused + 1);
  expect(after.accepted).toBe(before.accepted);
  expect((await bench.daemon.rows()).length).toBe(rows);
});
