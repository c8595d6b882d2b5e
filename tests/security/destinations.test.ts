import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startDaemon } from "../support/daemon.ts";
import { expectWhole, type FaultBench, headerOf, serversAt, startBench } from "../support/fault-bench.ts";
import { read, send, startFaultd } from "../support/faultd.ts";
import { everyFormat, type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
const evil = startFaultd();
beforeAll(async () => {
  bench = await startBench();
});
afterAll(async () => {
  await bench.stop();
  evil.stop();
});

const [anthropic] = formats as [Format];
const evilHost = (): string => new URL(evil.url).host;

/** Asks with these headers and this body, and waits for the answer. */
const ask = async (format: Format, headers: Readonly<Record<string, string>>, body = format.body(false)) => {
  bench.vendor.play(read("all"), send(answerText(format.answer)));
  evil.play();
  const client = await bench.ask(format, false, { headers, body });
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

/** It was answered by the configured vendor, under its own name, and nobody else was asked. */
const expectHome = (client: RawClient, format: Format): void => {
  expectWhole(client, format.answer);
  expect(bench.vendor.hits().map((hit) => hit.text().includes(`\r\nHost: 127.0.0.1:${bench.vendor.port}\r\n`))).toEqual(
    [true],
  );
  expect(evil.connections()).toBe(0);
};

describe.each(everyFormat)("$way", ({ format }) => {
  const headers = [
    ...["x-portkey-custom-host", "x-upstream", "x-forwarded-host", "x-original-url", "x-rewrite-url"],
    ...[
      "x-base-url",
      "x-api-base",
      "forwarded",
      "x-host",
      "x-forwarded-server",
      "x-proxy-endpoint",
      "x-proxy-base-url",
    ],
  ];
  for (const name of headers) {
    test(`S-42: the header ${name} names no destination`, async () => {
      for (const value of [evil.url, evilHost(), `host=${evilHost()};proto=http`])
        expectHome(await ask(format, { [name]: value }), format);
    });
  }

  const fields = ["api_base", "base_url", "api_key", "custom_llm_provider", "provider", "endpoint", "host", "upstream"];
  test("S-42: no field of the body does, wherever it stands, and the vendor gets it as it was", async () => {
    for (const name of fields) {
      const field = { [name]: evil.url };
      const plain = JSON.parse(format.body(false));
      for (const value of [
        { ...field, ...plain },
        { ...plain, ...field },
        { ...plain, extra_body: field, litellm_params: field },
      ]) {
        const body = JSON.stringify(value);

        expectHome(await ask(format, {}, body), format);
        expect(Buffer.from((await bench.hit()).body()).toString()).toBe(body);
      }
    }
  });
});

test("S-42: a header can choose among the configured upstreams only, by name", async () => {
  for (const name of [evil.url, evilHost(), "//evil", "127.0.0.1", "__proto__", "constructor", "anthropic,openai"]) {
    const client = await ask(anthropic, { "x-proxy-upstream": name });

    expect(headerOf(client, "x-proxy-error")).toBe("upstream_unknown");
    expect(evil.connections() + bench.vendor.connections()).toBe(0);
  }
});

describe("S-43: no path leads away from the upstream's own address", () => {
  const asked = async (path: string): Promise<{ readonly client: RawClient; readonly sentTo: string | null }> => {
    bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
    evil.play();
    const client = await connectRaw(bench.daemon.port);
    client.write(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\nx-api-key: k\r\nx-proxy-upstream: anthropic\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}`,
    );
    await client.until(`an end for ${path}`, () => client.end() !== null);
    expect(evil.connections()).toBe(0);
    const sent = bench.vendor.hits()[0]?.text();
    if (sent !== undefined) expect(sent).toContain(`\r\nHost: 127.0.0.1:${bench.vendor.port}\r\n`);
    return { client, sentTo: sent?.split(" ")[1] ?? null };
  };

  const nowhere = [
    "//H/v1",
    "/\\H",
    "///H/v1",
    "/.//H/v1",
    "/..//H/v1",
    "/%5cH/v1",
    "/./\\H",
    "/v1/messages%00",
    "/%00",
  ];
  test.each([...nowhere, "/v1/messages/../../control", "/v1/%2e%2e/control", "/_/stop"])(
    "%s is nowhere",
    async (path) => {
      const { client, sentTo } = await asked(path.replace("H", evilHost()));

      expect(client.message().startLine).toStartWith("HTTP/1.1 404 ");
      expect(headerOf(client, "x-proxy-error")).toBe("not_found");
      expect(sentTo).toBeNull();
    },
  );

  test.each(["@H", "http:", "http:H", "\\\\H", "H"])("%s is no HTTP", async (path) => {
    const { client, sentTo } = await asked(path.replace("H", evilHost()));

    expect(client.message().startLine).toStartWith("HTTP/1.1 400 ");
    expect(sentTo).toBeNull();
  });

  // What is a path and nothing else goes to the vendor that was meant: it knows its own paths.
  test.each([
    ["/v1/messages;x", "/v1/messages;x"],
    ["/v1/messages;x=http://H", "/v1/messages;x=http://H"],
    ["/@H/v1/messages", "/@H/v1/messages"],
    ["/:80@H/v1/messages", "/:80@H/v1/messages"],
    ["/.H/v1/messages", "/.H/v1/messages"],
    ["/http://H/v1/messages", "/http://H/v1/messages"],
    ["/%2f%2fH/v1", "/%2f%2fH/v1"],
    ["/%40H/v1", "/%40H/v1"],
    ["/v1/messages?url=http://H/", "/v1/messages?url=http://H/"],
    ["/v1/messages#@H", "/v1/messages"],
    ["/%2e%2e/%2e%2e/v1/messages", "/v1/messages"],
    ["/%2e%2e/", "/"],
    ["http://H/v1/messages", "/v1/messages"],
  ])("%s is a path of the vendor's own", async (path, expected) => {
    const { sentTo } = await asked(path.replace("H", evilHost()));

    expect(sentTo).toBe(expected.replace("H", evilHost()));
  });
});

test("S-19: an upstream that is this proxy itself opens no way to its control, and a circle ends", async () => {
  const probe = startFaultd();
  const { port } = probe;
  probe.stop();
  const servers = `${serversAt(bench.vendor.url)}self:\n  endpoint: http://127.0.0.1:${port}\n  type: anthropic\n`;
  const daemon = await startDaemon({ servers, flags: { "server.port": String(port), upstream: "self" } });
  const statusOf = async (method: string, path: string): Promise<string> => {
    const client = await connectRaw(port);
    client.write(
      `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
    );
    await client.until(`an end for ${path}`, () => client.end() !== null);
    return client.message().startLine.split(" ")[1] ?? "";
  };

  for (const method of ["POST", "PUT", "DELETE"]) {
    for (const path of ["/control/stop", "/v1/../control/stop", "/control", "/_/stop"])
      expect([path, await statusOf(method, path)]).toEqual([path, "404"]);
    for (const path of ["/v1/messages", "/v1/anything", "/%63ontrol/stop", "/control%2fstop"])
      expect([path, await statusOf(method, path)]).toEqual([path, "508"]);
  }
  const { isDraining, upstream } = await daemon.control.status({});

  expect({ isDraining, upstream }).toEqual({ isDraining: false, upstream: "self" });
  await daemon.stop();
});
