import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SQL } from "bun";
import { scratchFolder } from "./scratch.ts";
import { until } from "./wait.ts";

/** A real PostgreSQL of a test, on a port of its own, with nothing in it. */
export type PostgresServer = {
  /** With name and password. */
  readonly url: string;
  readonly port: number;
  /** The folder of its unix socket, where no password is asked. */
  readonly socketFolder: string;
  /** The same place with other words: another password, another database, some `?sslmode=`. */
  readonly urlWith: (more: {
    readonly password?: string;
    readonly database?: string;
    readonly query?: string;
  }) => string;
  /** Asks it over its socket, past everybody; several statements are told apart by semicolons. */
  readonly ask: (text: string, database?: string) => Promise<readonly Record<string, unknown>[]>;
  /** An empty database of this name. */
  readonly makeDatabase: (name: string) => Promise<string>;
  readonly kill: () => Promise<void>;
  /** Stops all of its processes where they are; they keep what they have. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** After `kill`. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** A password that must be found nowhere. */
export const postgresPassword = "CANARYledger5f6a7b8c9d0e1f2a";

const folderOfPrograms = (): string | null => {
  const top = "/usr/lib/postgresql";
  const versions = existsSync(top) ? readdirSync(top).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(top, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
  return found ?? null;
};

/** Why there is no PostgreSQL to test with; null where there is one. */
export const postgresMissing: string | null =
  folderOfPrograms() === null ? "there is no PostgreSQL here (Debian: apt-get install postgresql)" : null;

if (postgresMissing !== null) console.warn(`SKIPPED: tests with a real PostgreSQL: ${postgresMissing}`);

/** It refuses to run as root. */
const nobody = 65_534;
const asNobody: readonly string[] =
  process.getuid?.() === 0 ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--"] : [];

const quickly = [
  ...["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "wal_level=minimal"],
  ...["max_wal_senders=0", "max_connections=40", "shared_buffers=16MB", "listen_addresses=127.0.0.1"],
];

/** Makes one and starts it; for `beforeAll`. */
export const startPostgres = async (options: readonly string[] = []): Promise<PostgresServer> => {
  const bin = folderOfPrograms();
  if (bin === null) throw new Error(postgresMissing ?? "");
  const folder = scratchFolder();
  const [data, secret] = [join(folder, "data"), join(folder, "pw")];
  chmodSync(folder, 0o711);
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(secret, postgresPassword, { mode: 0o644 });
  if (asNobody.length > 0) Bun.spawnSync(["chown", "-R", `${nobody}:${nobody}`, folder]);
  const made = Bun.spawnSync(
    [
      ...asNobody,
      ...[join(bin, "initdb"), "-D", data, "-U", "proxy", "--auth-local=trust", "--auth-host=scram-sha-256"],
      ...[`--pwfile=${secret}`, "-N", "-E", "UTF8", "--no-locale"],
    ],
    { cwd: folder, env: { PATH: process.env["PATH"] ?? "" }, stdout: "pipe", stderr: "pipe" },
  );
  if (made.exitCode !== 0) throw new Error(`initdb: ${made.stderr.toString()}`);
  return running(bin, data, folder, [...quickly, ...options]);
};

const running = async (
  bin: string,
  data: string,
  folder: string,
  options: readonly string[],
): Promise<PostgresServer> => {
  const port = freePort();
  const socket = { path: `${folder}/.s.PGSQL.${port}`, username: "proxy", max: 1, connectionTimeout: 5 };
  const ask = async (text: string, database = "postgres"): Promise<readonly Record<string, unknown>[]> => {
    const sql = new SQL({ adapter: "postgres", ...socket, database });
    return sql
      .unsafe(text)
      .simple()
      .finally(() => sql.close({ timeout: 0 }));
  };
  const words = [...options, `unix_socket_directories=${folder}`, `port=${port}`].flatMap((word) => ["-c", word]);
  let child: Bun.Subprocess | null = null;
  const start = async (): Promise<void> => {
    child = Bun.spawn([...asNobody, join(bin, "postgres"), "-D", data, ...words], {
      cwd: folder,
      env: { PATH: process.env["PATH"] ?? "" },
      stdio: ["ignore", "ignore", Bun.file(join(folder, "log"))],
    });
    await until("PostgreSQL answers", () => ask("SELECT 1").then(Boolean, () => false), 30_000);
  };
  const all = (): readonly number[] => (child === null ? [] : [...childrenOf(child.pid), child.pid]);
  const signal = (name: NodeJS.Signals): void => {
    for (const pid of all()) {
      try {
        process.kill(pid, name);
      } catch {
        // it has ended by itself
      }
    }
  };
  const end = async (name: NodeJS.Signals): Promise<void> => {
    const last = all();
    signal("SIGCONT");
    child?.kill(name);
    await child?.exited;
    child = null;
    await until("all of PostgreSQL is gone", () => last.every((pid) => !existsSync(`/proc/${pid}`)));
  };
  await start();
  const urlWith: PostgresServer["urlWith"] = ({ password = postgresPassword, database = "postgres", query = "" }) =>
    `postgres://proxy:${password}@127.0.0.1:${port}/${database}${query}`;
  return {
    ...{ url: urlWith({}), port, socketFolder: folder, urlWith, ask, start },
    makeDatabase: async (name) => {
      await ask(`CREATE DATABASE ${name}`);
      return urlWith({ database: name });
    },
    kill: () => end("SIGKILL"),
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    stop: () => end("SIGINT"),
  };
};

const freePort = (): number => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  listener.stop(true);
  return listener.port;
};

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
