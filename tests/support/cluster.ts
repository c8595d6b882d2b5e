import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newHome, startDaemon, type TestDaemon } from "./daemon.ts";
import { serversAt } from "./fault-bench.ts";
import { type Faultd, read, send, startFaultd } from "./faultd.ts";
import { type Format, formats } from "./formats.ts";
import { answerText } from "./http-text.ts";
import { type Nginx, startNginx } from "./nginx.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { freePort, type RedisServer, startRedis } from "./redis-server.ts";

const [format] = formats as [Format];

/** What one request came to; 0 = no answer. */
export type Answered = { readonly status: number; readonly id: string | null };

/** compose.yaml as processes: three daemons behind a real nginx, with a real Redis and a real PostgreSQL. */
export type Cluster = {
  readonly daemons: TestDaemon[];
  readonly nginx: Nginx;
  readonly redis: RedisServer;
  readonly postgres: PostgresServer;
  readonly vendor: Faultd;
  /** What the vendor has seen so far does not count. */
  readonly forgetHits: () => void;
  /** Sends a request through nginx, over a connection of its own. */
  readonly ask: (model?: string) => Promise<Answered>;
  /** So many of them, some at a time. */
  readonly askMany: (many: number, atATime: number, model?: string) => Promise<readonly Answered[]>;
  /** Starts the one of this number again, on its home and port, after it was killed. */
  readonly startAgain: (number: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** The three of a request of one format, with a model's name in it. */
const bodyFor = (model: string): string => JSON.stringify({ ...(JSON.parse(format.body(false)) as object), model });

/** Starts everything; `settings` is the config.yaml of all of them. For `beforeAll`. */
export const startCluster = async (settings = ""): Promise<Cluster> => {
  const vendor = startFaultd();
  const forgetHits = (): void => vendor.play(read("all"), send(answerText(format.answer)));
  forgetHits();
  const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  const ledger = await postgres.makeDatabase("ledger");
  const front = freePort();
  const homes = ["one", "two", "three"].map((name) => ({ name, home: newHome(), port: freePort() }));
  const startOne = ({ name, home, port }: (typeof homes)[0]): Promise<TestDaemon> => {
    writeFileSync(join(home, "config.yaml"), settings, { mode: 0o600 });
    return startDaemon({
      home,
      servers: serversAt(vendor.url),
      flags: {
        "server.port": String(port),
        "server.allowed_hosts": `127.0.0.1:${front}`,
        "store.redis_url": redis.url,
        "store.redis_budget_ms": "5000", // on a busy machine it may be late, and then each daemon decides alone
        "store.ledger_url": ledger,
        "store.instance": name,
      },
    });
  };
  const daemons = await Promise.all(homes.map(startOne));
  const nginx = await startNginx(
    front,
    homes.map(({ port }) => port),
  );
  const ask = async (model = "claude-sonnet-4-6"): Promise<Answered> => {
    const headers = { "content-type": "application/json", ...format.headers };
    const request = new Request(nginx.url + format.path(false), { method: "POST", headers, body: bodyFor(model) });
    const response = await fetch(request, { keepalive: false }).catch(() => null);
    await response?.arrayBuffer().catch(() => null);
    return { status: response?.status ?? 0, id: response?.headers.get("x-proxy-request-id") ?? null };
  };
  return {
    ...{ daemons, nginx, redis, postgres, vendor, forgetHits, ask },
    askMany: async (many, atATime, model) => {
      const answered: Answered[] = [];
      let begun = 0;
      const lane = async (): Promise<void> => {
        while (begun++ < many) answered.push(await ask(model));
      };
      await Promise.all(Array.from({ length: atATime }, lane));
      return answered;
    },
    startAgain: async (number) => {
      const one = homes[number];
      if (one !== undefined) daemons[number] = await startOne(one);
    },
    stop: async () => {
      await nginx.stop();
      await Promise.all(daemons.map((daemon) => daemon.stop()));
      await Promise.all([redis.stop(), postgres.stop()]);
      vendor.stop();
    },
  };
};
