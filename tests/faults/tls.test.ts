import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Authority, makeAuthority, startTlsVendor, type TlsVendor } from "../support/certificates.ts";
import { launch, newHome } from "../support/daemon.ts";
import {
  expectRefusal,
  expectWhole,
  type FaultBench,
  serversAt,
  shortLimits,
  startBench,
} from "../support/fault-bench.ts";
import { hold, read, send } from "../support/faultd.ts";
import { everyFormat, type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";

const [anthropic] = formats as [Format];
const here = "DNS:localhost,IP:127.0.0.1";
const types = { anthropic: "anthropic", openai: "openai", google: "google" };

let bench: FaultBench;
let authority: Authority;
const vendors: TlsVendor[] = [];
const received = (): string => vendors.map((vendor) => vendor.received()).join("");

beforeAll(async () => {
  authority = makeAuthority();
  const serving = async (certificate: ReturnType<Authority["sign"]>): Promise<number> => {
    const vendor = await startTlsVendor(certificate, () => answerText(anthropic.answer));
    vendors.push(vendor);
    return vendor.port;
  };
  const good = await serving(authority.sign(here));
  const expired = await serving(authority.sign(here, -1));
  const foreign = await serving(authority.sign("DNS:elsewhere.example"));
  const own = await serving(authority.selfSigned(here));
  const one = (name: string, port: number, more = ""): string =>
    `${name}:\n  endpoint: https://127.0.0.1:${port}\n  type: anthropic\n${more}`;
  const ca = `  ca_file: ${authority.file}\n`;
  bench = await startBench({
    flags: shortLimits,
    moreServers: (vendor) =>
      serversAt(vendor) +
      Object.entries(types)
        .map(([name, type]) => `unknown-${name}:\n  endpoint: https://127.0.0.1:${good}\n  type: ${type}\n`)
        .join("") +
      one("trusted", good, ca) +
      one("named", good, ca).replace("127.0.0.1", "localhost") +
      one("expired", expired, ca) +
      one("foreign", foreign, ca) +
      one("self-signed", own) +
      one("unchecked", own, "  tls_verify: false\n") +
      one("raw", Number(new URL(vendor).port)),
  });
});
afterAll(async () => {
  for (const vendor of vendors) vendor.stop();
  await bench.stop();
});

const askAt = async (upstream: string, format: Format = anthropic): Promise<RawClient> => {
  const client = await bench.ask(format, false, { headers: { "x-proxy-upstream": upstream } });
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

/** Two at least: where the first one is slow, a look whether anybody is there at all makes another. */
const connections = (): number => {
  const { length } = bench.vendor.hits();
  expect(length).toBeGreaterThanOrEqual(2);
  return length;
};

/** Refused with this reason, and not one byte of the request has left. */
const expectDistrust = async (client: RawClient, format: Format, reason: string, hits = 0): Promise<void> => {
  expectRefusal(client, format, 502, "upstream_tls");
  expect(client.text()).toContain(reason);
  expect(client.text()).toContain("the request was not sent");
  expect(client.text()).toContain("x-should-retry: false");
  expect(received()).toBe("");
  await bench.afterwards({ outcome: "SC", error: "upstream_tls", hits, status: 502 });
};

describe.each(everyFormat)("$way", ({ format }) => {
  test("U-05: a certificate of an authority that nobody knows is refused, with the way to make it known", async () => {
    bench.vendor.play();
    const client = await askAt(`unknown-${format.upstream}`, format);

    expect(client.text()).toContain("ca_file");
    await expectDistrust(client, format, "unknown CA");
  });
});

describe("U-05", () => {
  test.each([
    ["expired", "its certificate has expired"],
    ["foreign", "its certificate is for another host"],
    ["self-signed", "its certificate is self-signed"],
  ])("a certificate that is %s is refused: %s", async (upstream, reason) => {
    bench.vendor.play();

    await expectDistrust(await askAt(upstream), anthropic, reason);
  });

  test("plain HTTP where TLS should be is told as that", async () => {
    bench.vendor.play(read(5), send("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"));

    // Two connections: the second one, with nothing behind its handshake, found the reason.
    const client = await askAt("raw");
    for (const hit of bench.vendor.hits()) expect(hit.text()).not.toContain("POST");
    await expectDistrust(client, anthropic, "it does not speak TLS at this port", connections());
  });

  test("a server that only speaks an old version of TLS is told as that", async () => {
    const protocolVersion = Uint8Array.from([0x15, 3, 1, 0, 2, 2, 70]); // the alert of RFC 8446, 6.2
    bench.vendor.play(read(5), send(protocolVersion));

    const client = await askAt("raw");
    await expectDistrust(client, anthropic, "a version of TLS that is too old", connections());
  });

  test("a handshake that stalls is a 504 after the connect timeout", async () => {
    bench.vendor.play(hold);
    const client = await askAt("raw");

    expectRefusal(client, anthropic, 504, "upstream_connect_timeout");
    await bench.afterwards({ outcome: "sC", error: "upstream_connect_timeout", hits: 2, status: 504 });
  });

  test("an authority of one's own is trusted by address and by name, beside the system's", async () => {
    for (const upstream of ["trusted", "named"]) {
      bench.vendor.play();
      expectWhole(await askAt(upstream), anthropic.answer);
      await bench.afterwards({ outcome: "--", hits: 0, status: 200 });
    }
    expect(received()).toContain("POST /v1/messages HTTP/1.1");
  });
});

test("S-39: certificates that are not checked are a warning in status, and only of that upstream", async () => {
  bench.vendor.play();
  expectWhole(await askAt("unchecked"), anthropic.answer);
  await bench.afterwards({ outcome: "--", hits: 0, status: 200 });

  const { warnings } = await bench.daemon.control.status({});

  expect(warnings).toEqual(["the certificates of unchecked are not checked (tls_verify: false)"]);
  expectRefusal(await askAt("self-signed"), anthropic, 502, "upstream_tls");
});

test("S-40: a daemon whose ca_file cannot be read does not start, and says which", async () => {
  const home = newHome();
  const servers = "mine:\n  endpoint: https://x.example\n  type: openai\n  ca_file: /nowhere/company.pem\n";
  writeFileSync(join(home, "servers.yaml"), servers, { mode: 0o600 });

  const { report, process: child } = await launch(home);
  await child.exited;

  expect(report).toMatchObject({ type: "failed", code: "config_invalid" });
  expect(JSON.stringify(report)).toContain("/nowhere/company.pem cannot be read");
});
