import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { canaries } from "../support/canary.ts";
import { makeAuthority, startTlsVendor, type TlsVendor } from "../support/certificates.ts";
import { type ConnectProxy, startConnectProxy } from "../support/connect-proxy.ts";
import {
  expectBroken,
  expectRefusal,
  expectWhole,
  type FaultBench,
  serversAt,
  startBench,
} from "../support/fault-bench.ts";
import { type Faultd, fin, read, rst, type Step, send, startFaultd } from "../support/faultd.ts";
import { everyFormat, everyWay, type Format, formats } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";

const [anthropic] = formats as [Format];
const types = { anthropic: "anthropic", openai: "openai", google: "google" };
const password = "CANARYproxyPassword77";
const host = "vendor.example"; // no look-up of ours would find it

/** One bench whose proxy plays scripts, one whose proxy really opens ways. */
let broken: FaultBench;
let working: FaultBench;
let script: Faultd;
let proxy: ConnectProxy;
let vendor: TlsVendor;
let answer: () => Uint8Array;

const serversBehind = (file: string) => (url: string) =>
  serversAt(url) +
  Object.entries(types)
    .map(([name, type]) => `far-${name}:\n  endpoint: https://${host}\n  type: ${type}\n  ca_file: ${file}\n`)
    .join("");

beforeAll(async () => {
  const authority = makeAuthority();
  vendor = await startTlsVendor(authority.sign(`DNS:${host}`), () => answer());
  proxy = await startConnectProxy(vendor.port);
  script = startFaultd();
  const behind = (port: number): Promise<FaultBench> =>
    startBench({
      moreServers: serversBehind(authority.file),
      flags: { "egress.proxy": `http://me:${password}@127.0.0.1:${port}` },
      env: { HTTPS_PROXY: "http://127.0.0.1:1", http_proxy: "http://127.0.0.1:1" },
    });
  [broken, working] = await Promise.all([behind(script.port), behind(proxy.port)]);
});
afterAll(async () => {
  await Promise.all([broken.stop(), working.stop()]);
  script.stop();
  proxy.stop();
  vendor.stop();
});

const askFar = async (bench: FaultBench, format: Format, stream = false): Promise<RawClient> => {
  bench.vendor.play();
  const client = await bench.ask(format, stream, { headers: { "x-proxy-upstream": `far-${format.upstream}` } });
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

/** The proxy's fault, named without its password, and nothing of the request has reached it. */
const expectProxyFault = async (client: RawClient, format: Format, why: string): Promise<void> => {
  expectRefusal(client, format, 502, "egress_proxy");
  expect(client.text()).toContain(`the egress proxy 127.0.0.1:${script.port} ${why}`);
  expect(client.text()).not.toContain(password);
  for (const hit of script.hits()) {
    expect(hit.text()).toStartWith(`CONNECT ${host}:443 HTTP/1.1\r\n`);
    expect(hit.text()).not.toContain(canaries.anthropic);
  }
  await broken.afterwards({ outcome: "SC", error: "egress_proxy", hits: 0, status: 502 });
  expect(JSON.stringify(broken.daemon.logLines())).not.toContain(password);
};

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("U-42: a proxy that wants a password is named, and the request was not sent", async () => {
    script.play(read("headers"), send(answerText("who are you", "407 Proxy Authentication Required")));

    const client = await askFar(broken, format, stream);

    expect(client.text()).toContain("NAME:PASSWORD");
    await expectProxyFault(client, format, "refused to connect (407)");
  });
});

describe("U-42: a proxy that", () => {
  const faults: readonly (readonly [string, readonly Step[], string, boolean])[] = [
    ["refuses", [read("headers"), send(answerText("no", "403 Forbidden"))], "refused to connect (403)", false],
    ["has trouble of its own", [read("headers"), send(answerText("", "503 Busy"))], "refused to connect (503)", true],
    ["hangs up", [read("headers"), fin], "broke the connection off", true],
    ["resets", [read("headers"), rst], "broke the connection off", true],
    ["dies once the way is open", [read("headers"), send("HTTP/1.1 200 OK\r\n\r\n"), read(200), rst], "broke", true],
  ];

  test.each(faults)("%s is a 502 with its name", async (_, steps, why, retry) => {
    script.play(...steps);

    const client = await askFar(broken, anthropic);

    expect(client.text()).toContain(`x-should-retry: ${retry}`);
    await expectProxyFault(client, anthropic, why);
  });

  test("is not there is named too", async () => {
    const flags = { "egress.proxy": "http://127.0.0.1:1" };
    const bench = await startBench({ moreServers: plainServers, flags });

    const client = await askFar(bench, anthropic);

    expectRefusal(client, anthropic, 502, "egress_proxy");
    expect(client.text()).toContain("the egress proxy 127.0.0.1:1 refused the connection; the request was not sent");
    await bench.afterwards({ outcome: "SC", error: "egress_proxy", hits: 0, status: 502 });
    await bench.stop();
  });
});

const plainServers = (url: string): string =>
  `${serversAt(url)}far-anthropic:\n  endpoint: https://${host}\n  type: anthropic\n`;

describe.each(everyFormat)("$way", ({ format }) => {
  test("U-42: a proxy that works sees whom we call, and not one byte of what is said", async () => {
    answer = () => answerText(format.answer);

    const client = await askFar(working, format);

    expectWhole(client, format.answer);
    await working.afterwards({ outcome: "--", hits: 0, status: 200 });
    expect(proxy.asked().at(-1)).toStartWith(`CONNECT ${host}:443 HTTP/1.1\r\n`);
    expect(vendor.received()).toContain(format.path(false));
    expect(proxy.passed()).not.toContain(format.path(false));
    expect(vendor.received()).not.toContain(password);
  });

  test("U-42: an answer that is cut by the proxy in its middle ends as every cut one does", async () => {
    const first = format.events[0] ?? "";
    answer = () => Buffer.concat([Buffer.from(streamHead({ connection: "keep-alive" })), chunk(first)]);
    vendor.keepOpen(true);
    working.vendor.play();
    const client = await working.ask(format, true, { headers: { "x-proxy-upstream": `far-${format.upstream}` } });
    await client.until("the first event", () => client.message().body.length >= Buffer.byteLength(first));

    proxy.breakOff();
    await client.until("the answer ends", () => client.end() !== null);
    vendor.keepOpen(false);

    expectBroken(client, format, first, /broke the connection/);
    await working.afterwards({ outcome: "SD", error: "upstream_cut", hits: 0, status: 200 });
  });
});

test("S-02: the proxy of the environment is not used, and without one of our own status says so", async () => {
  const url = "http://127.0.0.1:1";
  const bench = await startBench({ env: { HTTPS_PROXY: url, http_proxy: url, ALL_PROXY: url } });
  const ended = [read("all"), send(streamHead()), send(chunk("data: [DONE]\n\n")), send(lastChunk)];
  const [, chat] = formats as [Format, Format];

  const client = await bench.fault(chat, true, ended);

  expectWhole(client, "data: [DONE]\n\n");
  const { warnings } = await bench.daemon.control.status({});
  expect(warnings.join()).toMatch(/HTTPS_PROXY.* is ignored; set egress.proxy/);
  expect(warnings.join()).not.toContain(url);
  expect((await broken.daemon.control.status({})).warnings).toEqual([]);
  await bench.stop();
});
