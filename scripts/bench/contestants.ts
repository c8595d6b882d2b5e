import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nginxConfig } from "./nginx-config.ts";
import { bunCommand, environment, firstAnswerAt, freePort } from "./programs.ts";

/** The names of those that are compared, and the order that they are printed in. */
export const contestantNames = ["direct", "bare relay", "nginx", "proxy-cli"] as const;

/** Who is measured. */
export type ContestantName = (typeof contestantNames)[number];

/** A program that has been started and answers. */
export type Running = {
  readonly port: number;
  readonly pid: number;
  /** The folder of its files; the daemon's home. */
  readonly home: string;
  readonly startedAt: number;
  readonly stop: () => Promise<void>;
};

/** How to start a contestant in front of the upstream on this port; `home` is an empty folder of its own. */
type Start = (port: number, upstreamPort: number, home: string) => Bun.Subprocess;

const starts: Readonly<Record<ContestantName, Start>> = {
  direct: (port) => quiet([...bunCommand("scripts/bench/upstream.ts"), String(port)]),
  "bare relay": (port, upstreamPort) =>
    quiet([...bunCommand("scripts/bench/bare-relay.ts"), String(port), String(upstreamPort)]),
  nginx: (port, upstreamPort, home) => {
    writeFileSync(join(home, "nginx.conf"), nginxConfig(home, port, upstreamPort));
    return quiet([nginxProgram() ?? "nginx", "-c", join(home, "nginx.conf")]);
  },
  "proxy-cli": (port, upstreamPort, home) => {
    const servers = `bench:\n  endpoint: http://127.0.0.1:${upstreamPort}\n  type: anthropic\n`;
    return daemonIn(home, servers, { "server.port": String(port), upstream: "bench" });
  },
};

/** The daemon with these upstreams and settings. */
export const daemonIn = (
  home: string,
  servers: string,
  flags: Readonly<Record<string, string>>,
  command = bunCommand("src/main.ts"),
): Bun.Subprocess => {
  writeFileSync(join(home, "servers.yaml"), servers, { mode: 0o600 });
  const orders = JSON.stringify({ flags, upstream: null, secrets: {}, configFile: null });
  return quiet(command, { HOME: home, PROXY_CLI_HOME: home }, orders);
};

/** nginx, where this machine has it. */
export const nginxProgram = (): string | null => Bun.which("nginx", { PATH: `${process.env["PATH"] ?? ""}:/usr/sbin` });

const underWay = new Set<Running>();

/** Ends everything that has been started and not stopped: for who is interrupted. */
export const stopAll = async (): Promise<void> => {
  await Promise.all([...underWay].map((running) => running.stop()));
};

/** Starts a contestant on a port of its own and in a folder of its own; both are gone after `stop`. */
export const start = (name: ContestantName, upstreamPort: number): Promise<Running> =>
  startProgram((port, home) => starts[name](port, upstreamPort, home));

/** The same for any program that is told its port and an empty folder of its own. */
export const startProgram = async (program: (port: number, home: string) => Bun.Subprocess): Promise<Running> => {
  const home = mkdtempSync(join(tmpdir(), "pxb-"));
  mkdirSync(join(home, "temp"));
  const port = freePort();
  const startedAt = performance.now();
  const child = program(port, home);
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
    await child.exited.finally(() => clearTimeout(timer));
    rmSync(home, { recursive: true, force: true });
    underWay.delete(running);
  };
  const running: Running = { port, pid: child.pid, home, startedAt, stop };
  underWay.add(running);
  return running;
};

/** Starts a contestant and waits until it relays. */
export const startReady = async (name: ContestantName, upstreamPort: number): Promise<Running> => {
  const running = await start(name, upstreamPort);
  try {
    await firstAnswerAt(running.port, "/v1/messages", "POST");
    return running;
  } catch (thrown) {
    await running.stop();
    throw thrown;
  }
};

/** A program that is not heard. */
export const quiet = (command: string[], more: Readonly<Record<string, string>> = {}, input = ""): Bun.Subprocess =>
  Bun.spawn(command, {
    cwd: "/",
    env: environment(more),
    stdin: Buffer.from(input),
    stdout: "ignore",
    stderr: "ignore",
  });
