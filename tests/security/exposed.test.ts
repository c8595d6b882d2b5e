import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { tokenStore } from "../../src/state/tokens.ts";
import { canaries, leaksIn, textsUnder } from "../support/canary.ts";
import { launch, newHome } from "../support/daemon.ts";
import { expectWhole, type FaultBench, headerOf, serversAt, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";

const [anthropic] = formats as [Format];
const home = newHome();
const tokens = tokenStore(join(home, "tokens.json"), Date.now);
const { token } = tokens.create("office", null);
const given = `pxy_${"given0123456789".repeat(2)}`;

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({
    home,
    flags: { "server.host": "0.0.0.0", "server.expose": "true", "server.loopback_without_token": "true" },
    orders: { token: given },
    moreServers: (url) =>
      `${serversAt(url)}holding:\n  endpoint: ${url}\n  type: anthropic\n  api_key: ${canaries.held}\n`,
    alwaysSend: { "x-proxy-token": token },
  });
});
afterAll(() => bench.stop());

type Headers = Readonly<Record<string, string>>;

/** Sends these very headers, with a chat where it is a POST, and waits for the end. */
const request = async (line: string, headers: Headers): Promise<RawClient> => {
  bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
  const client = await connectRaw(bench.daemon.port, line.startsWith("HEAD"));
  const body = line.startsWith("POST") ? anthropic.body(false) : "";
  const all: Headers = {
    host: `127.0.0.1:${bench.daemon.port}`,
    connection: "close",
    ...(body === "" ? {} : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  client.write(`${line} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

const statusOf = (client: RawClient): number => Number(client.message().startLine.split(" ")[1]);
const textOf = (client: RawClient): string => Buffer.from(client.message().body).toString();

describe("S-29: without a token", () => {
  test("no page, no path and no upstream answers anything but 401", async () => {
    for (const line of [
      ...["GET /", "GET /metrics", "GET /config", "GET /v1/models", "HEAD /", "OPTIONS /v1/messages"],
      ...["POST /health", "POST /v1/messages", "DELETE /v1/files/1", "GET /t/none/v1/models"],
    ]) {
      const client = await request(line, { "x-api-key": canaries.anthropic });

      expect([line, statusOf(client), headerOf(client, "x-proxy-error")]).toEqual([line, 401, "token_required"]);
      expect(bench.vendor.connections()).toBe(0);
    }
  });

  test("no WebSocket is opened", async () => {
    const socket = {
      upgrade: "websocket",
      connection: "upgrade",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    };
    bench.vendor.play();
    const client = await connectRaw(bench.daemon.port);
    const lines = Object.entries({ host: `127.0.0.1:${bench.daemon.port}`, ...socket }).map((one) => one.join(": "));
    client.write(`GET /v1/realtime HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    await client.until("it is answered", () => client.message().isDone);

    expect(statusOf(client)).toBe(401);
    expect(bench.vendor.connections()).toBe(0);
  });

  test("/health says that it lives and nothing else", async () => {
    const stranger = await request("GET /health", {});
    const known = await request("GET /health", { "x-proxy-token": token });

    expect([statusOf(stranger), textOf(stranger)]).toEqual([200, '{"status":"ok"}']);
    expect(JSON.parse(textOf(known))).toMatchObject({ status: "ok", server: "proxy-cli" });
  });

  test("a setting for this machine's own programs opens nothing", async () => {
    const client = await request("POST /v1/messages", { "x-proxy-upstream": "holding" });

    expect(statusOf(client)).toBe(401);
  });
});

describe("S-29: our own pages with a token", () => {
  /** An address of this machine by which it reaches itself as another one would. */
  const outer = Object.values(networkInterfaces())
    .flat()
    .find((one) => one !== undefined && !one.internal && one.family === "IPv4")?.address;
  const page = (host: string, path: string) =>
    fetch(`http://${host}:${bench.daemon.port}${path}`, { headers: { "x-proxy-token": token } });

  test("figures and configuration are shown, and nothing secret is in them", async () => {
    const texts: Record<string, string> = {};
    for (const path of ["/config", "/metrics", "/metrics?format=prometheus", "/health"]) {
      const answer = await page("127.0.0.1", path);
      expect([path, answer.status]).toEqual([path, 200]);
      texts[path] = await answer.text();
    }

    expect(JSON.parse(texts["/config"] ?? "").upstreams).toContainEqual(
      expect.objectContaining({ name: "holding", has_key: true }),
    );
    expect(leaksIn(texts)).toEqual([]);
    for (const text of Object.values(texts)) for (const secret of [token, given]) expect(text).not.toContain(secret);
  });

  test.skipIf(outer === undefined)("the configuration is refused to another machine, whatever it shows", async () => {
    const config = await page(outer ?? "", "/config");
    const metrics = await page(outer ?? "", "/metrics");

    expect([config.status, config.headers.get("x-proxy-error")]).toEqual([403, "local_only"]);
    expect(metrics.status).toBe(200);
  });

  test("a web page gets neither of them", async () => {
    for (const path of ["/config", "/metrics"]) {
      const headers = { "x-proxy-token": token, origin: "https://evil.example" };
      expect((await fetch(`${bench.daemon.url}${path}`, { headers })).status).toBe(403);
    }
  });
});

describe("S-20, S-28: with a token", () => {
  test("a program uses its own key and shows the token beside it", async () => {
    const client = await request("POST /v1/messages", { "x-proxy-token": token, "x-api-key": canaries.anthropic });

    expectWhole(client, anthropic.answer);
    const sent = (await bench.hit()).text();
    expect(sent).toContain(canaries.anthropic);
    expect(sent).not.toContain(token);
  });

  test("a program that only knows a base URL shows it there, and nobody behind the door ever sees it", async () => {
    const client = await request(`POST /t/${token}/v1/messages?beta=true`, { "x-api-key": canaries.anthropic });

    expectWhole(client, anthropic.answer);
    const sent = (await bench.hit()).text();
    expect(sent).toStartWith("POST /v1/messages?beta=true HTTP/1.1\r\n");
    expect(sent).not.toContain(token);
    const row = (await bench.daemon.rows()).at(-1);
    expect(row?.path).toBe("/v1/messages");
  });

  test("a base URL that holds it twice is refused: neither the vendor nor the books may have it", async () => {
    for (const start of [`/t/${token}/t/${token}`, `//t/${token}`, `/v1/t/${token}`]) {
      const client = await request(`POST ${start}/v1/messages`, { "x-proxy-token": token });

      expect([statusOf(client), headerOf(client, "x-proxy-error")]).toEqual([404, "not_found"]);
    }
    expect(bench.vendor.connections()).toBe(0);
    expect((await bench.daemon.rows()).filter(({ path }) => path.includes("pxy_"))).toEqual([]);
  });

  test("where the proxy adds the key the token takes the key's place", async () => {
    for (const headers of [{ "x-api-key": token }, { authorization: `Bearer ${given}` }] as readonly Headers[]) {
      const client = await request("POST /v1/messages", { "x-proxy-upstream": "holding", ...headers });

      expectWhole(client, anthropic.answer);
      const sent = (await bench.hit()).text();
      expect(sent).toContain(`x-api-key: ${canaries.held}`);
      expect(sent).not.toContain("pxy_");
    }
  });

  test("a token is never passed on as the key of a vendor", async () => {
    const client = await request("POST /v1/messages", { "x-proxy-upstream": "anthropic", "x-api-key": token });

    expect([statusOf(client), headerOf(client, "x-proxy-error")]).toEqual([400, "key_vendor_mismatch"]);
    expect(bench.vendor.connections()).toBe(0);
  });

  test("it holds until it is revoked, without a restart", async () => {
    const { token: second } = tokens.create("for-a-while", null);
    expect(statusOf(await request("GET /health", { "x-proxy-token": second }))).toBe(200);
    expect(statusOf(await request("GET /", { "x-proxy-token": second }))).toBe(200);

    tokens.revoke("for-a-while");

    expect(statusOf(await request("GET /", { "x-proxy-token": second }))).toBe(401);
  });
});

test("S-30: nobody appears local by saying so, on no path", async () => {
  const names = [
    "x-forwarded-for",
    "x-real-ip",
    "x-forwarded-host",
    "x-client-ip",
    "true-client-ip",
    "cf-connecting-ip",
  ];
  const claims = [
    ...names.flatMap((name) =>
      ["127.0.0.1", "::1", "localhost", "127.0.0.1, 10.0.0.9"].map((value) => [name, value] as const),
    ),
    ["forwarded", "for=127.0.0.1;by=127.0.0.1;host=localhost"] as const,
  ];
  for (const [name, value] of claims) {
    for (const start of ["POST /v1/messages", "GET /", "GET /metrics", "GET /config"]) {
      const client = await request(start, { [name]: value });

      expect([start, name, value, statusOf(client)]).toEqual([start, name, value, 401]);
    }
  }
});

test("S-12: a foreign name in Host is refused, unless a token shows that no web page is behind it", async () => {
  const stranger = await request("GET /health", { host: "evil.example" });
  const address = await request("GET /health", { host: "10.1.2.3:9000" });
  const known = await request("GET /", { host: "proxy.internal", "x-proxy-token": token });
  const page = await request("GET /", { origin: "http://evil.example", "x-proxy-token": token });

  expect([stranger, address, known, page].map(statusOf)).toEqual([421, 200, 200, 403]);
});

test("S-27: a thousand wrong tokens are not a thousand answers, and the right one never waits", async () => {
  const { url } = bench.daemon;
  const wrong = await Promise.all(
    Array.from({ length: 1000 }, (_, at) => fetch(url, { headers: { "x-proxy-token": `pxy_wrong${at}` } })),
  );
  const statuses = wrong.map(({ status }) => status);

  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  expect(statuses.filter((status) => status === 401).length).toBeLessThan(500);
  expect(Number(wrong.find(({ status }) => status === 429)?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await fetch(url, { headers: { "x-proxy-token": token } })).status).toBe(200);
});

test("S-28: status says it loudly, and no token is in anything that is written", async () => {
  const { isExposed, warnings } = await bench.daemon.control.status({});

  expect(isExposed).toBe(true);
  expect(warnings.join("\n")).toContain("EXPOSED: it listens on all interfaces");
  expect(leaksIn({ ...textsUnder(home), output: bench.daemon.output() }, [token, given])).toEqual([]);
});

describe("S-28: it does not start", () => {
  const refusalOf = async (flags: Headers, orders = {}) => {
    const start = await launch(newHome(), { flags, orders });
    await start.process.exited;
    return start.report;
  };

  test("without a token", async () => {
    expect(await refusalOf({ "server.host": "0.0.0.0", "server.expose": "true" })).toMatchObject({
      code: "exposed_without_token",
      message: "Refusing to listen on all interfaces without a token.",
      hint: "Try: proxy-cli token create, or --host 127.0.0.1",
    });
  });

  test("without anybody having said so", async () => {
    expect(await refusalOf({ "server.host": "0.0.0.0" }, { token: given })).toMatchObject({
      code: "exposed_without_token",
      message: "Refusing to listen on all interfaces without --expose.",
    });
  });

  test("with a token that could be guessed", async () => {
    expect(await refusalOf({ "server.host": "0.0.0.0", "server.expose": "true" }, { token: "secret" })).toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("has to begin with pxy_"),
    });
  });
});
