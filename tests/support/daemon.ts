import { Database } from "bun:sqlite";
import { setDefaultTimeout } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, connectTo } from "../../src/control/client.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import type { Orders, Report } from "../../src/lifecycle/orders.ts";
import { canaries, leaksIn, textsUnder } from "./canary.ts";
import { scratchFolder } from "./scratch.ts";
import { until } from "./wait.ts";

/** A row as the file has it: a request, and the run of the daemon that saw it. */
export type LedgerRow = RequestSummary & { readonly run: string };

setDefaultTimeout(60_000); // for busy machines; every wait has its own, shorter bound

/** A real daemon in a process of its own, with a home of its own. */
export type TestDaemon = {
  readonly url: string;
  readonly port: number;
  readonly home: string;
  readonly pid: number;
  readonly control: Client;
  /** All rows, after everything that has ended is written. */
  readonly rows: () => Promise<readonly LedgerRow[]>;
  readonly logLines: () => readonly Readonly<Record<string, unknown>>[];
  readonly openFiles: () => number;
  readonly output: () => string;
  readonly signal: (name: NodeJS.Signals) => void;
  /** The exit code. */
  readonly exited: Promise<number>;
  /** Keys found in anything that this daemon has written or said, and these; empty is what must be. */
  readonly leaks: (more?: readonly string[]) => Promise<readonly string[]>;
  /** Ends it; throws when an invariant was broken meanwhile. */
  readonly stop: () => Promise<void>;
};

/** How to start one; everything has a default. */
export type DaemonOptions = {
  /** The user's servers.yaml. */
  readonly servers?: string;
  /** Settings as flags; limits in the milliseconds that they really last. */
  readonly flags?: Readonly<Record<string, string>>;
  readonly orders?: Partial<Orders>;
  readonly env?: Readonly<Record<string, string>>;
  readonly home?: string;
  /** A shell command line before the program, such as a umask. */
  readonly umask?: string;
  /** A file that runs in the daemon's process before it does. */
  readonly preload?: string;
};

const root = join(import.meta.dir, "../..");

/** Bun that runs a file of ours as the launcher would. */
export const bunCommand = (file: string): readonly string[] => [
  process.execPath,
  "--no-env-file",
  `--config=${join(root, "bunfig.toml")}`,
  `--tsconfig-override=${join(root, "tsconfig.json")}`,
  "--no-install",
  join(root, file),
];

/** Where the daemon's user lives: Bun keeps what it has compiled there, so that only the first start is slow. */
const userHome = join(tmpdir(), "pxy-user");

/** A new empty home, short enough for a socket in it. */
export const newHome = (): string => scratchFolder();

/** What a start came to: a daemon, or its report of why not. */
export type Start = {
  readonly report: Report;
  readonly process: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly output: () => string;
};

/** Starts the daemon's program and waits for its one report. */
export const launch = async (home: string, options: DaemonOptions = {}): Promise<Start> => {
  const { promise, resolve, reject } = Promise.withResolvers<Report>();
  const [bun = "", ...words] = bunCommand("src/main.ts");
  const program = [bun, ...(options.preload === undefined ? [] : [`--preload=${options.preload}`]), ...words];
  const command =
    options.umask === undefined ? program : ["/bin/sh", "-c", `umask ${options.umask}; exec "$@"`, "sh", ...program];
  let output = "";
  const child = Bun.spawn([...command], {
    cwd: "/",
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: userHome,
      PROXY_CLI_HOME: home,
      PROXY_TIMESCALE: "0.1",
      PROXY_PARANOID: "1",
      BUN_CONFIG_MAX_HTTP_REQUESTS: "16384",
      ...options.env,
    },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    ipc: (message: Report) => resolve(message),
    onExit: (_, code) => reject(new Error(`The daemon ended with ${code} before it reported:\n${output}`)),
  });
  for (const stream of [child.stdout, child.stderr]) {
    void (async () => {
      for await (const bytes of stream) output += Buffer.from(bytes).toString("latin1");
    })();
  }
  const flags = { "server.port": "0", ...options.flags };
  child.stdin.write(JSON.stringify({ flags, upstream: null, secrets: {}, configFile: null, ...options.orders }));
  child.stdin.end();
  const report = await promise;
  return { report, process: child, output: () => output };
};

/** Starts a daemon that must come up. */
export const startDaemon = async (options: DaemonOptions = {}): Promise<TestDaemon> => {
  const home = options.home ?? newHome();
  if (options.servers !== undefined) writeFileSync(join(home, "servers.yaml"), options.servers, { mode: 0o600 });
  const { report, process: child, output } = await launch(home, options);
  if (report.type !== "ready") throw new Error(`The daemon did not start: ${report.message}`);
  const control = connectTo(join(home, "daemon.sock"));
  const logFile = join(home, "logs", "daemon.log");
  const logLines = () =>
    existsSync(logFile)
      ? readFileSync(logFile, "utf8")
          .split("\n")
          .slice(0, -1)
          .map((line) => JSON.parse(line))
      : [];
  return {
    url: report.url,
    port: Number(new URL(report.url).port),
    home,
    pid: report.pid,
    control,
    rows: async () => {
      await control.stats({ since: 0, by: "status" });
      return rowsIn(join(home, "ledger.db"));
    },
    logLines,
    openFiles: () => readdirSync(`/proc/${report.pid}/fd`).length,
    output,
    signal: (name) => child.kill(name),
    exited: child.exited,
    leaks: async (more = []) => {
      let said: Record<string, string> = { output: output() };
      if (await control.status({}).catch(() => null))
        said = { ...said, ...(await whatItSays(control, report.url, report.pid)) };
      const files = Object.entries(textsUnder(home)).filter(([path]) => !path.endsWith("/servers.yaml"));
      return leaksIn({ ...said, ...Object.fromEntries(files) }, [...Object.values(canaries), ...more]);
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await until(
          "the daemon ends after SIGTERM",
          () => child.exitCode !== null || child.signalCode !== null,
          10_000,
        ).catch(() => child.kill("SIGKILL"));
      }
      await child.exited;
      const broken = brokenInvariants(logLines);
      rmSync(home, { recursive: true, force: true });
      if (broken.length > 0) throw new Error(`Invariants were broken:\n${broken.join("\n")}`);
    },
  };
};

/** What a daemon that looks on at itself has found wrong; tests of damaged logs may leave lines that are none. */
const brokenInvariants = (lines: TestDaemon["logLines"]): readonly string[] => {
  try {
    return lines().flatMap(({ message, invariant, what }) => (message === "invariant" ? `${invariant} ${what}` : []));
  } catch {
    return [];
  }
};

/** All rows of a ledger file. */
export const rowsIn = (file: string): readonly LedgerRow[] => {
  const database = new Database(file, { readonly: true });
  try {
    const rows = database.query("SELECT * FROM requests ORDER BY started_at, id").all() as Record<string, unknown>[];
    return rows.map(
      (row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [fieldOf(column), value])) as LedgerRow,
    );
  } finally {
    database.close();
  }
};

/** The columns are named after the fields. */
const fieldOf = (column: string): string =>
  column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Everything that a running daemon can be made to say about itself. */
const whatItSays = async (control: Client, url: string, pid: number): Promise<Record<string, string>> => {
  const pages = ["/", "/health", "/metrics", "/config"];
  const recent = await control.recent({ limit: 512 });
  return {
    status: JSON.stringify(await control.status({})),
    upstreams: JSON.stringify(await control.upstreams({})),
    config: JSON.stringify(await control.config({})),
    recent: JSON.stringify(recent),
    running: JSON.stringify(await control.running({})),
    details: JSON.stringify(await Promise.all(recent.slice(0, 50).map(({ id }) => control.request({ id })))),
    stats: JSON.stringify(await control.stats({ since: 0, by: "model" })),
    cmdline: readFileSync(`/proc/${pid}/cmdline`, "latin1"),
    environ: readFileSync(`/proc/${pid}/environ`, "latin1"),
    ...Object.fromEntries(await Promise.all(pages.map(async (page) => [page, await (await fetch(url + page)).text()]))),
  };
};
