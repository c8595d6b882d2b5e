import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { probe, probeAll } from "../../src/upstream/health.ts";
import { startBlackHole } from "../support/black-hole.ts";
import { upstreamOf } from "../support/exchange.ts";
import { hold, startFaultd } from "../support/faultd.ts";
import { until } from "../support/wait.ts";

const ask = (origin: string, limitMs = 2000) =>
  probe({ origin, tls: { ca: null, verify: true }, proxy: null }, limitMs, () => performance.now());

test("an address that takes connections is reachable, and gets not one byte", async () => {
  const vendor = startFaultd();
  vendor.play(hold);

  const found = await ask(vendor.url);

  expect(found).toMatchObject({ reachable: true, reason: null });
  expect(found.latencyMs).toBeGreaterThan(0);
  await until("the connection is seen and gone", () => vendor.connections() === 1);
  expect(vendor.hits()).toEqual([]);
  vendor.stop();
});

test("an address where nobody listens says so", async () => {
  const vendor = startFaultd();
  vendor.stop();

  expect(await ask(vendor.url)).toEqual({ reachable: false, latencyMs: null, reason: "connection refused" });
});

test.skipIf(Bun.which("node") === null)(
  "an address that takes no connection is given up, and leaves nothing open",
  async () => {
    const hole = await startBlackHole();
    const before = readdirSync("/proc/self/fd").length;

    const found = await ask(hole?.url ?? "", 100);

    expect(found).toEqual({ reachable: false, latencyMs: null, reason: "no connection in time" });
    await until("no descriptor stays open", () => readdirSync("/proc/self/fd").length <= before);
    hole?.stop();
  },
);

test("TLS where there is none is a reason of its own", async () => {
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { data: (socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n") },
  });

  const { reachable, reason } = await ask(`https://127.0.0.1:${server.port}`);

  expect(reachable).toBe(false);
  expect(reason).toBe("it does not speak TLS at this port");
  server.stop(true);
});

test("a certificate that nobody signed is not reachable", async () => {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", tls: await selfSigned(), fetch: () => new Response() });

  const { reachable, reason } = await ask(`https://127.0.0.1:${server.port}`);

  expect(reachable).toBe(false);
  expect(reason).toBe("its certificate is self-signed");
  await server.stop(true);
});

const selfSigned = async () => {
  const made = Bun.spawnSync([
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    "-",
    "-days",
    "2",
    "-subj",
    "/CN=localhost",
  ]);
  const text = made.stdout.toString();
  return { key: text.slice(0, text.indexOf("-----BEGIN CERT")), cert: text.slice(text.indexOf("-----BEGIN CERT")) };
};

test("an upstream with several addresses is reachable when all of them are", async () => {
  const [one, other] = [startFaultd(), startFaultd()];
  const [endpoint] = upstreamOf("zai").endpoints;
  const upstream = upstreamOf("zai", {
    endpoints: [one.url, other.url].map((origin) => ({ dialects: [], path: "", dropPrefix: "", ...endpoint, origin })),
  });
  const all = () =>
    probeAll(
      upstream,
      () => null,
      2000,
      () => performance.now(),
    );

  expect(await all()).toMatchObject({ reachable: true, reason: null });
  other.stop();
  expect(await all()).toEqual({ reachable: false, latencyMs: null, reason: "connection refused" });
  one.stop();
});
