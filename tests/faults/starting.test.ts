import { afterEach, expect, test } from "bun:test";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { connectTo } from "../../src/control/client.ts";
import { type DaemonOptions, launch, newHome, type Start, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { startFaultd } from "../support/faultd.ts";
import { until } from "../support/wait.ts";

const started: { readonly process: Start["process"]; readonly home: string }[] = [];
afterEach(async () => {
  for (const { process, home } of started.splice(0)) {
    process.kill("SIGKILL");
    await process.exited;
    rmSync(home, { recursive: true, force: true });
  }
});

/** Starts a daemon of which the report is what counts. */
const tryStart = async (home: string, options: DaemonOptions = {}): Promise<Start> => {
  const start = await launch(home, options);
  started.push({ process: start.process, home });
  return start;
};

const codeOf = ({ report }: Start): string => (report.type === "ready" ? "ready" : report.code);

test("D-09: a socket that kill -9 has left behind does not stop the next start", async () => {
  const home = newHome();
  const first = await startDaemon({ home });
  first.signal("SIGKILL");
  await first.exited;
  expect(existsSync(join(home, "daemon.sock"))).toBe(true);

  const second = await startDaemon({ home });

  expect((await second.control.status({})).pid).toBe(second.pid);
  await second.stop();
});

const startTwice = async (): Promise<void> => {
  const home = newHome();
  const both = await Promise.all([tryStart(home), tryStart(home)]);

  expect(both.map(codeOf).sort()).toEqual(["already_running", "ready"]);
  const [loser] = both.filter((start) => codeOf(start) !== "ready");
  expect(await loser?.process.exited).not.toBe(0);
  for (const { process } of both) process.kill("SIGKILL");
};

test("D-10: of two daemons started at once on one home exactly one runs, and the other says so", startTwice);

test("D-10: a second start leaves the first one alone", async () => {
  const first = await startDaemon();

  const second = await tryStart(first.home);

  expect(codeOf(second)).toBe("already_running");
  expect((await first.control.status({})).pid).toBe(first.pid);
  expect(await (await fetch(`${first.url}/health`)).json()).toMatchObject({ status: "ok" });
  await first.stop();
});

test("D-10: ten times two starts at the same instant, and each time exactly one daemon", async () => {
  for (let round = 0; round < 10; round++) await startTwice();
});

test("D-12: it listens where it is told to, also where another program has the same port on another address", async () => {
  const other = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("other") });
  const port = String(other.port);

  const refused = await tryStart(newHome(), { flags: { "server.port": port } });
  const daemon = await startDaemon({ flags: { "server.port": port, "server.host": "127.0.0.2" } });

  expect(codeOf(refused)).toBe("port_taken");
  expect(daemon.url).toBe(`http://127.0.0.2:${port}`);
  expect((await fetch(`${daemon.url}/health`)).status).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${port}/health`)).text()).toBe("other");
  await daemon.stop();
  await other.stop(true);
});

test("D-09: a home whose path is too long for a socket gets one by its hash in the user's runtime folder", async () => {
  const runtime = newHome();
  const home = join(newHome(), "long-name-".repeat(12));
  mkdirSync(home, { recursive: true, mode: 0o700 });

  const start = await tryStart(home, { env: { XDG_RUNTIME_DIR: runtime } });

  expect(codeOf(start)).toBe("ready");
  const [socket = ""] = readdirSync(runtime);
  expect(socket).toMatch(/^proxy-cli-[0-9a-f]{16}\.sock$/);
  expect((await connectTo(join(runtime, socket)).status({})).pid).toBe(start.process.pid);
});

test("D-09: where no short path is to be had the start says why", async () => {
  const home = join(newHome(), "long-name-".repeat(12));
  mkdirSync(home, { recursive: true, mode: 0o700 });

  const start = await tryStart(home);

  expect(codeOf(start)).toBe("home_unsafe");
  expect(start.report).toMatchObject({
    message: expect.stringContaining("too long"),
    hint: expect.stringContaining("PROXY_CLI_HOME"),
  });
});

const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)("D-09, D-27: a home or a socket of another user is refused, also when root starts", async () => {
  const home = newHome();
  chownSync(home, 12_345, 12_345);
  const foreign = await tryStart(home);

  expect(codeOf(foreign)).toBe("home_unsafe");
  expect(foreign.report).toMatchObject({ message: expect.stringContaining("belongs to another user") });
  chownSync(home, 0, 0);

  const stale = join(home, "daemon.sock");
  const server = createServer().listen(stale);
  await until("the socket is there", () => existsSync(stale));
  chownSync(stale, 12_345, 12_345);
  const start = await tryStart(home);

  expect(codeOf(start)).toBe("home_unsafe");
  expect(existsSync(stale)).toBe(true);
  server.close();
});

test.skipIf(!isRoot)("D-27: a daemon that root has started says so in its log", async () => {
  const daemon = await startDaemon();

  const line = await until("the warning", () => daemon.logLines().find(({ message }) => message === "running as root"));

  expect(line).toMatchObject({ level: "warn" });
  await daemon.stop();
});

test("D-11: a port that another program has is refused with its number and a way out", async () => {
  const other = startFaultd();
  const start = await tryStart(newHome(), { flags: { "server.port": String(other.port) } });

  expect(start.report).toMatchObject({ type: "failed", code: "port_taken" });
  expect(JSON.stringify(start.report)).toContain(String(other.port));
  expect(await start.process.exited).toBe(78);
  other.stop();
});

const notSockets: readonly { readonly what: string; readonly put: (path: string) => void }[] = [
  { what: "a file", put: (path) => writeFileSync(path, "mine") },
  { what: "a folder", put: (path) => mkdirSync(path) },
  { what: "a link to somebody's file", put: (path) => symlinkSync("/etc/hostname", path) },
];
for (const { what, put } of notSockets) {
  test(`D-09, S-23: ${what} in the place of the socket is refused and left as it is`, async () => {
    const home = newHome();
    const socket = join(home, "daemon.sock");
    put(socket);

    const start = await tryStart(home);

    expect(codeOf(start)).toBe("home_unsafe");
    expect(JSON.stringify(start.report)).toContain(socket);
    expect(existsSync(socket)).toBe(true);
  });
}

const damaged: readonly { readonly what: string; readonly bytes: Uint8Array }[] = [
  { what: "text", bytes: Buffer.from("this is no database\n".repeat(500)) },
  { what: "zeros", bytes: new Uint8Array(8192) },
  { what: "half a header", bytes: Buffer.from("SQLite format 3\0garbage".padEnd(4096, "x")) },
];
for (const { what, bytes } of damaged) {
  test(`D-05: a ledger of ${what} is moved aside, a new one begun, and traffic is counted`, async () => {
    const home = newHome();
    writeFileSync(join(home, "ledger.db"), bytes, { mode: 0o600 });
    const daemon = await startDaemon({ home });

    await fetch(`${daemon.url}/v1/nothing`, { headers: { "x-proxy-upstream": "simulator" } });
    const rows = await until("the row", async () => (await daemon.rows()).length === 1 && daemon.rows());

    expect(rows.length).toBe(1);
    expect((await daemon.control.status({})).ledger).toMatchObject({ lost: 0, trouble: null });
    const aside = readdirSync(home).filter((name) => name.startsWith("ledger.db.corrupt-"));
    if (what !== "zeros")
      expect(readFileSync(join(home, aside[0] ?? "")).subarray(0, 16)).toEqual(Buffer.from(bytes).subarray(0, 16));
    await daemon.stop();
  });
}

test("D-05: a ledger of a newer version stops the start and is left as it is; without a ledger it starts", async () => {
  const home = newHome();
  const file = join(home, "ledger.db");
  const { Database } = await import("bun:sqlite");
  const database = new Database(file);
  database.run("PRAGMA user_version = 999");
  database.run("CREATE TABLE future (x)");
  database.close();
  const before = readFileSync(file);

  const refused = await tryStart(home);
  expect(refused.report).toMatchObject({
    type: "failed",
    code: "ledger_newer",
    message: expect.stringContaining("newer version (schema 999"),
    hint: expect.stringContaining("--ledger off"),
  });
  expect(await refused.process.exited).toBe(78);
  const daemon = await startDaemon({ home, flags: { "ledger.enabled": "false" } });
  const response = await fetch(`${daemon.url}/v1/nothing`, { headers: { "x-proxy-upstream": "simulator" } });

  expect(response.status).toBeGreaterThan(0);
  expect((await daemon.control.status({})).warnings).toEqual([]);
  expect(readFileSync(file)).toEqual(before);
  expect(readdirSync(home).some((name) => name.includes("corrupt"))).toBe(false);
  await daemon.stop();
});

test("D-06: a config.yaml that cannot be read is refused with the line and column", async () => {
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), "server:\n  prot: 80\nlimits:\n  max_body_bytes: many\n", { mode: 0o600 });

  const start = await tryStart(home);

  expect(codeOf(start)).toBe("config_invalid");
  const { message } = start.report as Extract<Start["report"], { readonly type: "failed" }>;
  expect(message).toContain(`${join(home, "config.yaml")}:2:3  server.prot  unknown key`);
  expect(message).toContain("config.yaml:4:3  limits.max_body_bytes");
});

test("a daemon whose state cannot be told from nonsense starts on auto", async () => {
  const home = newHome();
  writeFileSync(join(home, "state.json"), "\u0000{{{", { mode: 0o600 });

  const daemon: TestDaemon = await startDaemon({ home });

  expect((await daemon.control.status({})).upstream).toBe("auto");
  await daemon.stop();
});

test("a configured upstream that is none is told, never replaced in silence", async () => {
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), "upstream: internatonal\n");

  expect(codeOf(await tryStart(home))).toBe("upstream_unknown");
});

for (const name of ["ledger.db", "daemon.lock", "token", "last-stop.json"]) {
  test(`S-23: ${name} as a link to somebody's file is refused, and the file stays as it is`, async () => {
    const home = newHome();
    const target = join(newHome(), "authorized_keys");
    writeFileSync(target, "mine\n");
    symlinkSync(target, join(home, name));

    const start = await tryStart(home);

    expect(codeOf(start)).toBe("home_unsafe");
    expect(start.report).toMatchObject({ message: expect.stringContaining(`${name} is a link`) });
    expect(readFileSync(target, "utf8")).toBe("mine\n");
  });
}
