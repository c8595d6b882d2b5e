import { hostname } from "node:os";
import { pathsFrom } from "../config/paths.ts";
import { asProxyError } from "../core/errors.ts";
import { Daemon } from "../daemon.ts";
import { systemClock } from "../lib/clock.ts";
import { forbidCoreDumps } from "../lib/core-dumps.ts";
import { keptWaitingMs, maxOpenFiles, memoryLimitBytes, openFiles } from "../lib/machine.ts";
import { writePrivate } from "../lib/private-file.ts";
import { withoutProxyVariables } from "../lib/proxy-variables.ts";
import { version } from "../version.ts";
import { noOrders, type Orders, orders as ordersType, type Report } from "./orders.ts";
import { type TakeOver, takeOver } from "./take-over.ts";

/** The exit code of a daemon that could not start; the reason has been reported. */
const cannotStart = 78;

/** The exit code of a daemon that was to look on at itself and has seen something that must never be. */
const unsound = 79;

const readOrders = async (): Promise<Orders> => {
  if (process.stdin.isTTY) return noOrders;
  const text = await Bun.stdin.text();
  return text === "" ? noOrders : ordersType.parse(JSON.parse(text));
};

const report = (message: Report): void => {
  process.send?.(message);
  if (process.send === undefined && message.type === "failed")
    console.error(`error: ${message.message}\n${message.hint ?? ""}`);
};

process.umask(0o077); // whatever this daemon or a library writes is its owner's alone
let daemon: Daemon | null = null;

/** What no start has to wait for comes when whoever has waited for it has had an answer. */
const laterMs = 250;

let isFirst = true;

/** The first signal lets running answers end, the second ends at once, whichever of the two it is. */
const stopOn = (signal: "SIGTERM" | "SIGINT", exitCode: number): void => {
  process.on(signal, () => {
    if (!isFirst || daemon === null) process.exit(exitCode);
    isFirst = false;
    void daemon.stop(null, signal);
  });
};

/** Without a reason another daemon has followed, and this is no stop to tell of. */
const exit = (lastStop: string, reason: string | null, violations: number): never => {
  try {
    if (reason !== null) writePrivate(lastStop, `${JSON.stringify({ at: Date.now(), reason, violations })}\n`);
  } catch {
    // A full disk must not keep a daemon alive that has closed everything; `status` just has no reason to tell.
  }
  process.exit(violations === 0 ? 0 : unsound);
};

stopOn("SIGTERM", 143);
stopOn("SIGINT", 130);
// By default the first of these is ignored, and the others end the process or open a debugger into it.
for (const signal of ["SIGPIPE", "SIGUSR1", "SIGUSR2"] as const) process.on(signal, () => undefined);
process.on("SIGHUP", () => {
  void daemon?.reload("SIGHUP").catch(() => undefined); // the old one stays; the log and the watchers were told why
});
// One stray promise must not end everybody's traffic. Its text may hold a URL, so only its name is written.
for (const event of ["unhandledRejection", "uncaughtException"] as const) {
  process.on(event, (thrown: unknown) => {
    const what = thrown instanceof Error ? thrown.name : typeof thrown;
    daemon?.stray(what);
    console.error(JSON.stringify({ level: "error", message: event, what }));
  });
}

let lastRssBytes = 0;

/** The system tells it through a file, and there may be no descriptor left to open one: then what it was last. */
const rssBytes = (): number => {
  try {
    lastRssBytes = process.memoryUsage.rss();
  } catch {
    // told again when there is one
  }
  return lastRssBytes;
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

let place: TakeOver | null = null;

/** Makes the daemon as its orders say. */
const open = async (): Promise<Daemon> => {
  const ignoredVariables = withoutProxyVariables(process.env);
  const [orders] = await Promise.all([readOrders(), forbidCoreDumps()]);
  const usual = pathsFrom(process.env);
  const paths = { ...usual, servers: orders.ephemeral?.servers ?? usual.servers };
  if (orders.takesOver !== null) place = await takeOver(paths.socket, process.pid, orders.takesOver.drainMs);
  return new Daemon({
    paths,
    orders,
    env: process.env,
    ignoredVariables,
    clock: systemClock,
    version,
    pid: process.pid,
    uid: process.getuid?.() ?? null,
    rssBytes,
    machine: {
      ...{ name: hostname(), openFiles, keptWaitingMs },
      ...{ maxOpenFiles: maxOpenFiles(), memoryLimitBytes: memoryLimitBytes() },
    },
    warn: (text) => console.error(`warning: ${text}`),
    predecessor: place?.predecessor ?? null,
    platform: process.platform,
    isAlive,
    onStopped: (reason, violations) => exit(paths.lastStop, reason, violations),
  });
};

/** Starts the daemon of this process, and says to whoever has started it how that went. */
export const run = async (): Promise<void> => {
  try {
    daemon = await open();
    await daemon.joined; // what others know is known before the first request comes
    if (place !== null) {
      await place.take();
      daemon.appear();
    }
    report({
      type: "ready",
      url: daemon.url,
      pid: process.pid,
      madeConfig: daemon.home.madeConfig,
      warnings: daemon.warnings,
    });
    process.disconnect?.();
    daemon.recall();
    setTimeout(() => {
      void daemon?.follow();
      daemon?.warm();
    }, laterMs);
  } catch (thrown) {
    const { code, message, hint, problems } = asProxyError(thrown);
    await place?.giveBack();
    report({ type: "failed", code, message, hint, problems });
    process.exit(cannotStart);
  }
};
