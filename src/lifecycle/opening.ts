import { rmSync } from "node:fs";
import { localToken, orUnwritable, prepareHome, refuseWideKeys } from "../config/home.ts";
import { outranksSwitch } from "../config/layers/load.ts";
import type { Paths } from "../config/paths.ts";
import { customName, type Settings } from "../config/read.ts";
import type { Values } from "../config/schema.ts";
import { ProxyError } from "../core/errors.ts";
import type { Clock } from "../lib/clock.ts";
import { takeLock } from "../lib/lock.ts";
import { newToken } from "../lib/token.ts";
import { createParanoid, type Figures, type Paranoid } from "../paranoid/index.ts";
import { createTokenCheck, type TokenCheck } from "../server/token-check.ts";
import { choiceStore } from "../state/choices.ts";
import { openState, type State } from "../state/index.ts";
import type { Elsewhere } from "../state/ledger/elsewhere.ts";
import { refuseNewerLedger } from "../state/ledger/file.ts";
import type { Log } from "../state/logs/log.ts";
import { rotationFrom } from "../state/logs/rotation.ts";
import { tokenStore } from "../state/tokens.ts";
import { auto, unknownUpstream } from "../state/upstreams.ts";
import { type CrashCount, countStart } from "./crash-count.ts";
import type { Machine } from "./machine.ts";
import type { Orders } from "./orders.ts";
import type { Predecessor } from "./take-over.ts";

/** What a daemon is made from; everything that touches the machine comes in here. */
export type DaemonOptions = {
  readonly paths: Paths;
  readonly orders: Orders;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of variables that would have sent calls through a proxy. */
  readonly ignoredVariables: readonly string[];
  readonly clock: Clock;
  readonly version: string;
  readonly pid: number;
  readonly uid: number | null;
  readonly rssBytes: () => number;
  readonly machine: Machine;
  /** The daemon that this one follows; null = none ran. */
  readonly predecessor: Predecessor | null;
  readonly platform: string;
  readonly isAlive: (pid: number) => boolean;
  /**
   * Called once, when the daemon has ended, with the reason for it; null where another one follows it. `violations` = how
   * often it has seen something that must never be.
   */
  readonly onStopped: (reason: string | null, violations: number) => void;
  /** A line for who looks at the output of this process. */
  readonly warn: (text: string) => void;
};

/** The name of a run of the daemon. */
export const runOf = (startedAt: number, pid: number): string => `${startedAt}-${pid}`;

type Opened = "paths" | "clock" | "orders" | "pid" | "warn" | "machine" | "predecessor";

/** Opens the stores of a home and settles with which upstream to begin. Throws `upstream_unknown`, `ledger_newer`. */
export const stateFor = (
  { paths, clock, orders, pid, warn, machine, predecessor }: Pick<DaemonOptions, Opened>,
  { config, upstreams }: Settings,
  startedAt: number,
): State => {
  const flagged = orders.upstream === null ? orders.flags["upstream"] : customName;
  const names = [auto, ...upstreams.map(({ name }) => name)];
  // An old switch to what is gone is not worth failing for; what is set now and names nothing is.
  const isKept = orders.ephemeral === null;
  const switched = isKept && !outranksSwitch(config) ? choiceStore(paths.state).read().upstream : null;
  const choice = switched !== null && names.includes(switched) ? switched : null;
  const start = flagged ?? choice ?? config.values.upstream;
  if (!names.includes(start)) throw unknownUpstream(start, names.slice(1), "start --upstream");
  const keepsLedger = config.values["ledger.enabled"];
  if (keepsLedger && isKept) refuseNewerLedger(paths.ledger);
  return openState({
    paths,
    isKept,
    keepsLedger,
    keeping: { rowDays: config.values["ledger.keep_days"], sumDays: config.values["ledger.keep_sums_days"] },
    elsewhere: orders.demo ? null : elsewhereFrom(config.values, machine),
    sessions: { maxSessions: config.values["sessions.max"], idleMs: config.values["sessions.ttl_seconds"] * 1000 },
    store: {
      url: config.values["store.redis_url"],
      prefix: config.values["store.redis_prefix"],
      budgetMs: config.values["store.redis_budget_ms"],
      name: config.values["store.instance"] || machine.name,
      home: `${machine.name}\n${paths.home}`,
    },
    warn,
    clock,
    upstreams,
    run: runOf(startedAt, pid),
    predecessor: predecessor?.run ?? null,
    logLevel: config.values["log.level"],
    rotation: rotationFrom(config.values),
    logsPerformance: config.values["log.performance"],
    start,
    startedBy: flagged !== undefined ? "flag" : choice !== null ? "switch" : "setting",
  });
};

/** Where the ledger's rows go as well. */
const elsewhereFrom = (values: Values, { name }: Machine): Elsewhere | null => {
  const { "store.ledger_url": url, "store.instance": instance, "store.spool_rows": maxRows } = values;
  return url === "" ? null : { url, instance: instance === "" ? null : instance, machine: name, maxRows };
};

/** The home of a daemon while it runs. */
export type Claim = {
  readonly madeConfig: boolean;
  readonly starts: CrashCount;
  /** This daemon has ended in order, or another one follows it. */
  readonly leave: () => void;
  /** It is this daemon's again after `leave`; false while somebody else has it. */
  readonly comeBack: () => boolean;
  /** This daemon could not begin. */
  readonly withdraw: () => void;
};

/** Makes the home this daemon's own. Throws `already_running`, `home_unsafe`, `home_unwritable`. */
export const claimHome = (
  { paths, uid, pid, orders }: Pick<DaemonOptions, "paths" | "uid" | "pid" | "orders">,
  startedAt: number,
): Claim => {
  if (orders.ephemeral !== null) return claimNothing(paths);
  const madeConfig = prepareHome(paths, uid).config;
  let lock = orUnwritable(paths.home, () => takeLock(paths.lock));
  if (lock === null)
    throw new ProxyError("already_running", "Another daemon has this home.", { hint: "Try: proxy-cli status" });
  const starts = countStart(paths.starts, runOf(startedAt, pid), startedAt);
  const release = (): void => {
    lock?.release();
    lock = null;
  };
  return {
    ...{ madeConfig, starts },
    leave: () => {
      if (lock !== null) starts.clear();
      release();
    },
    comeBack: () => {
      lock ??= takeLock(paths.lock);
      if (lock !== null) starts.resume();
      return lock !== null;
    },
    withdraw: () => {
      starts.withdraw();
      release();
    },
  };
};

/** A folder that was made for this daemon alone and holds its socket; it goes with it. */
const claimNothing = ({ home, servers }: Paths): Claim => {
  refuseWideKeys(servers);
  const forget = (): void => rmSync(home, { recursive: true, force: true });
  const nothing = (): void => undefined;
  const starts = { isSafeMode: false, crashes: 0, clear: nothing, resume: nothing, withdraw: nothing };
  return { madeConfig: false, starts, leave: forget, comeBack: () => false, withdraw: forget };
};

/** What programs may show: the local token, the one that this start was given, and those made by command. */
export const tokensFor = ({ paths, clock, orders }: Pick<DaemonOptions, "paths" | "clock" | "orders">): TokenCheck => {
  const own = {
    local: orders.ephemeral === null ? localToken(paths.token) : newToken(),
    ...(orders.token === null ? {} : { given: orders.token }),
  };
  return createTokenCheck({ own, store: tokenStore(paths.tokens, clock.now), now: clock.now, tick: clock.tick });
};

/** What every limit is multiplied with, so that tests need not wait; no number, 0 or less: 1. */
export const timescaleIn = (env: DaemonOptions["env"]): number => Math.max(0, Number(env["PROXY_TIMESCALE"])) || 1;

/** Why the listener could not be opened there, for people. */
export const noListener = (host: string, port: number, cause: unknown): ProxyError => {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  if (code !== "EADDRINUSE")
    return new ProxyError("config_invalid", `Cannot listen on ${host}:${port} (${String(code)}).`, { cause });
  return new ProxyError("port_taken", `Port ${port} is used by another program.`, {
    hint: `Try: proxy-cli start --port ${port + 1}   or stop that program`,
    cause,
  });
};

/** Somebody looks on only where it was asked for. The books are compared now and then, and when all has ended. */
export const paranoidFor = (
  { env, orders, clock, machine }: Pick<DaemonOptions, "env" | "orders" | "clock" | "machine">,
  log: Log,
  figures: () => Figures,
): Paranoid | null => {
  if (!orders.paranoid && env["PROXY_PARANOID"] !== "1") return null;
  const paranoid = createParanoid((id, what) => log.write("error", "invariant", { invariant: id, what }), {
    ...{ figures, tick: clock.tick, keptWaitingMs: machine.keptWaitingMs },
  });
  const timer = setInterval(paranoid.compare, 1000);
  timer.unref();
  return paranoid;
};

/** The first words in the log of a run. */
export const tellStart = (
  { log, audit }: Pick<State, "log" | "audit">,
  { pid, version, uid, predecessor }: Pick<DaemonOptions, "pid" | "version" | "uid" | "predecessor">,
  { url, isExposed, starts }: { readonly url: string; readonly isExposed: boolean; readonly starts: CrashCount },
): void => {
  const follows = predecessor === null ? {} : { follows: predecessor.run };
  log.write("info", "started", { url, pid, version, exposed: isExposed, ...follows });
  audit.note("started", "daemon", { pid, version, ...follows });
  if (uid === 0) log.write("warn", "running as root");
  if (starts.isSafeMode) log.write("warn", "safe mode", { crashes: starts.crashes });
};
