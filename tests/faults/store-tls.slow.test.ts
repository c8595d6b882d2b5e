import { afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Authority, type Certificate, makeAuthority } from "../support/certificates.ts";
import { newHome } from "../support/daemon.ts";
import { expectWhole, type FaultBench, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { answering, sendMany, untilElsewhere } from "../support/ledger-elsewhere.ts";
import { storeIs, storeLines } from "../support/many-daemons.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/postgres-server.ts";
import { freePort, hasRedis, startRedis } from "../support/redis-server.ts";
import { scratchFolder } from "../support/scratch.ts";
import { until } from "../support/wait.ts";

setDefaultTimeout(180_000);

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

let [authority, other]: readonly Authority[] = [];
beforeAll(() => {
  [authority, other] = [makeAuthority(), makeAuthority()];
});

/** The files of a certificate and its key. */
const filesOf = ({ cert, key }: Certificate): { readonly cert: string; readonly key: string } => {
  const folder = scratchFolder();
  const files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key, { mode: 0o600 });
  return files;
};

const signedBy = (one: Authority | undefined, names = "IP:127.0.0.1,DNS:localhost", days = 30): Certificate => {
  if (one === undefined) throw new Error("Made before all tests.");
  return one.sign(names, days);
};

const [anthropic] = formats as [Format];

describe.skipIf(!hasRedis)("a Redis behind TLS", () => {
  /** One that speaks TLS with this certificate on a port of its own. */
  const redisWith = async (certificate: Certificate, asksForOurs = false) => {
    const [files, port] = [filesOf(certificate), freePort()];
    const server = await startRedis({
      ...{ "tls-port": String(port), "tls-cert-file": files.cert, "tls-key-file": files.key },
      ...{ "tls-ca-cert-file": authority?.file ?? "", "tls-auth-clients": asksForOurs ? "yes" : "no" },
    });
    ends.push(server.stop);
    return { server, port };
  };
  const bench = (url: string): Promise<FaultBench> => {
    const home = newHome();
    const config = "limits:\n  rates:\n    - { name: all, requests_per_day: 1000 }\n";
    writeFileSync(join(home, "config.yaml"), config, { mode: 0o600 });
    return startBench({ home, flags: { "store.redis_url": url, "store.redis_budget_ms": "3000" } });
  };
  const answered = async ({ fault }: FaultBench, count: number): Promise<void> => {
    for (let at = 0; at < count; at++)
      expectWhole(await fault(anthropic, false, [read("all"), send(answerText(anthropic.answer))]), anthropic.answer);
  };

  test("rediss:// with an authority of one's own is connected, and requests are counted there", async () => {
    const { server, port } = await redisWith(signedBy(authority));
    const one = await bench(`rediss://127.0.0.1:${port}?cacert=${authority?.file}`);
    await storeIs("connected", one.daemon);

    await answered(one, 3);

    expect(await server.ask("KEYS", "proxy-cli:n:*")).not.toBe("");
    await one.afterwards({ outcome: "--", status: 200 });
    await one.stop();
  });

  test("a server that asks for our certificate gets it", async () => {
    const { port } = await redisWith(signedBy(authority), true);
    const own = filesOf(signedBy(authority, "DNS:proxy"));
    const one = await bench(`rediss://127.0.0.1:${port}?cacert=${authority?.file}&cert=${own.cert}&key=${own.key}`);

    await storeIs("connected", one.daemon);
    await answered(one, 1);

    await one.stop();
  });

  test.each([
    ["of an authority that nobody trusts", () => signedBy(other), true, /not trusted \(\?cacert=/],
    ["of an authority that only its owner trusts", () => signedBy(authority), false, /not trusted \(\?cacert=/],
    ["for another name", () => signedBy(authority, "DNS:elsewhere.example"), true, /for another name/],
    ["that has expired", () => signedBy(authority, "IP:127.0.0.1", -1), true, /has expired/],
  ] as const)(
    "K-02 a certificate %s: it is said why, once, and every request is answered",
    async (_, certificate, isTold, reason) => {
      const { port } = await redisWith(certificate());
      const one = await bench(`rediss://127.0.0.1:${port}${isTold ? `?cacert=${authority?.file}` : ""}`);

      await answered(one, 3);

      await storeIs("away", one.daemon);
      expect((await one.daemon.control.status({})).store?.reason).toMatch(reason);
      expect(storeLines(one.daemon)).toEqual(["the shared store is away; this daemon goes on alone"]);
      await one.afterwards({ outcome: "--", status: 200 });
      await one.stop();
    },
  );

  test("K-02 TLS spoken to a Redis without it, and none to one with it: every request is answered", async () => {
    const { server, port } = await redisWith(signedBy(authority));
    for (const url of [`rediss://127.0.0.1:${server.port}`, `redis://127.0.0.1:${port}`]) {
      const one = await bench(url);

      await answered(one, 2);

      await storeIs("away", one.daemon);
      expect((await one.daemon.control.status({})).store?.reason).toMatch(/TLS|hung up|no Redis|certificate|answer/);
      await one.stop();
    }
  });

  test("a file of certificates that is not there is named as that", async () => {
    const one = await bench("rediss://127.0.0.1:6390?cacert=/nowhere/ca.pem");

    await answered(one, 1);

    await storeIs("away", one.daemon);
    expect((await one.daemon.control.status({})).store?.reason).toBe(
      "a file of certificates in its address is not there",
    );
    await one.stop();
  });
});

describe.skipIf(postgresMissing !== null)("a PostgreSQL behind TLS", () => {
  const postgresWith = async (certificate: Certificate) => {
    const { cert, key } = filesOf(certificate);
    if (process.getuid?.() === 0) Bun.spawnSync(["chown", "-R", "65534:65534", cert, key, join(cert, "..")]);
    const server = await startPostgres(["ssl=on", `ssl_cert_file=${cert}`, `ssl_key_file=${key}`]);
    ends.push(server.stop);
    return server;
  };
  const bench = async (url: string): Promise<FaultBench> => {
    const one = await startBench({ flags: { "store.ledger_url": url } });
    answering(one);
    return one;
  };
  const arrived = (server: PostgresServer, count: number): Promise<unknown> =>
    until(`${count} rows are there`, async () => {
      const rows = await server.ask("SELECT id FROM proxy_requests").catch(() => []);
      return rows.length >= count; // the bench has asked before
    });

  test("verify-full with the authority that has signed it: rows arrive, encrypted", async () => {
    const server = await postgresWith(signedBy(authority));
    const one = await bench(server.urlWith({ query: `?sslmode=verify-full&sslrootcert=${authority?.file}` }));

    await sendMany(one, 4);
    await arrived(server, 4);

    const ours =
      "SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.application_name = 'proxy-cli'";
    expect((await server.ask(ours)).map(({ ssl }) => ssl)).toEqual([true]);
    await one.stop();
  });

  test("require takes any certificate, as libpq does", async () => {
    const server = await postgresWith(signedBy(other, "DNS:elsewhere.example"));
    const one = await bench(server.urlWith({ query: "?sslmode=require" }));

    await sendMany(one, 2);

    await arrived(server, 2);
    await one.stop();
  });

  test.each([
    ["of an authority that nobody trusts", () => signedBy(other), /not trusted \(sslrootcert/],
    ["for another name", () => signedBy(authority, "DNS:elsewhere.example"), /for another name/],
    ["that has expired", () => signedBy(authority, "IP:127.0.0.1", -1), /has expired/],
  ] as const)("K-22 a certificate %s: it is said why, traffic goes on, rows wait", async (_, certificate, reason) => {
    const server = await postgresWith(certificate());
    const one = await bench(server.urlWith({ query: `?sslmode=verify-full&sslrootcert=${authority?.file}` }));

    await sendMany(one, 3);
    const { why } = await untilElsewhere(
      one.daemon,
      "it is away, and the rows wait",
      ({ awaySince, waiting }) => awaySince !== null && waiting >= 3, // the bench has asked before
    );

    expect(why).toMatch(reason);
    await one.stop();
  });
});
