import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { pagePaths } from "../../src/server/pages/index.ts";
import { doorOf } from "../support/door.ts";
import { expectWhole, type FaultBench, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "server.allowed_hosts": "proxy.home" } });
});
afterAll(() => bench.stop());

const { chatWith, raw, expectClosed } = doorOf(() => bench);
const [anthropic] = formats as [Format];

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
      else expectClosed(client, 421, "host_not_allowed");
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

  // As they were seen on the wire, without the words of the request itself.
  const heads: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "Node's fetch": { accept: "*/*", "accept-language": "*", "sec-fetch-mode": "cors", "user-agent": "node" },
    "Deno's fetch": { accept: "*/*", "accept-language": "*", "user-agent": "Deno/2.1.4" },
    "Python's httpx": { accept: "*/*", "accept-encoding": "gzip, deflate", "user-agent": "python-httpx/0.28.1" },
    "Python's requests": { accept: "*/*", "accept-encoding": "gzip, deflate", "user-agent": "python-requests/2.32.3" },
    "Go's client": { "accept-encoding": "gzip", "user-agent": "Go-http-client/1.1" },
    "Rust's reqwest": { accept: "*/*" },
    "a program that says where it is not": { "sec-fetch-site": "none", "sec-fetch-mode": "cors" },
    "somebody who types the address": {
      "sec-fetch-site": "none",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    },
  };
  for (const [name, headers] of Object.entries(heads)) {
    test(`${name}, by its headers`, async () => {
      for (const format of formats)
        expectWhole(await chatWith({ ...format.headers, ...headers }, format), format.answer);
    });
  }

  test("Node's mark alone refuses nobody, with any mode of a program", async () => {
    for (const mode of ["cors", "same-origin", "websocket"])
      expectWhole(await chatWith({ "sec-fetch-mode": mode }), anthropic.answer);
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
      name: "python3",
      command: (url) => [
        "-c",
        `import sys, urllib.request as r
q = r.Request(${JSON.stringify(`${url}/v1/messages`)}, sys.argv[1].encode(), {"content-type": "application/json", "anthropic-version": "2023-06-01"})
sys.stdout.buffer.write(r.urlopen(q).read())`,
        anthropic.body(false),
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

  for (const path of pagePaths.flatMap((page) => [page, `${page}?upstream=cn&stop=1&token=x`])) {
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

describe("S-30: a header that claims to be local", () => {
  const claims = (): Readonly<Record<string, string>> => ({
    "x-forwarded-for": "127.0.0.1",
    "x-real-ip": "127.0.0.1",
    "x-client-ip": "::1",
    "x-cluster-client-ip": "127.0.0.1",
    "true-client-ip": "127.0.0.1",
    "cf-connecting-ip": "127.0.0.1",
    "x-forwarded-host": `127.0.0.1:${bench.daemon.port}`,
    "x-forwarded-proto": "http",
    "x-original-host": `127.0.0.1:${bench.daemon.port}`,
    "x-host": `127.0.0.1:${bench.daemon.port}`,
    forwarded: `for=127.0.0.1;host=127.0.0.1:${bench.daemon.port}`,
  });

  test("opens the door for nobody who stands outside", async () => {
    for (const [name, value] of Object.entries(claims())) {
      expectClosed(await chatWith({ host: "evil.example", [name]: value }), 421, "host_not_allowed");
      expectClosed(await chatWith({ origin: "https://evil.example", [name]: value }), 403, "browser_origin");
    }
  });

  test("and closes it for nobody: who comes from elsewhere by their own words is still a program on this machine", async () => {
    for (const name of Object.keys(claims())) expectWhole(await chatWith({ [name]: "203.0.113.9" }), anthropic.answer);
  });
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
