import { accountsOf } from "./accounts.ts";
import { localToken, prepareHome, removeStaleSocket } from "./config/home.ts";
import type { Paths } from "./config/paths.ts";
import { customName, readSettings, type Settings } from "./config/read.ts";
import type { Reloaded, Status } from "./control/contract.ts";
import { createHandlers, type Engine, needingRestart } from "./control/handlers.ts";
import { type ControlServer, serveControl } from "./control/server.ts";
import { ProxyError } from "./core/errors.ts";
import type { Clock } from "./lib/clock.ts";
import { requestIds } from "./lib/id.ts";
import { type Lock, takeLock } from "./lib/lock.ts";
import { isLoopback } from "./lib/loopback.ts";
import type { Orders } from "./orders.ts";
import { providers } from "./providers/index.ts";
import { buildRuntime, type Runtime, type Surroundings } from "./runtime.ts";
import { type Listener, listen } from "./server/listen.ts";
import { createSimulatorHost, type SimulatorHost } from "./simulator-host.ts";
import { choiceStore } from "./state/choices.ts";
import { openState, type State } from "./state/index.ts";
import { auto, unknownUpstream } from "./state/upstreams.ts";
import { probe } from "./upstream/health.ts";
import type { Breakable } from "./upstream/relay.ts";
import { createWatchdog } from "./upstream/watchdog.ts";

/** What a daemon is made from; everything that touches the machine comes in here. */
export type DaemonOptions = {
  readonly paths: Paths;
  readonly orders: Orders;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly version: string;
  readonly pid: number;
  readonly uid: number | null;
  readonly rssBytes: () => number;
  /** Called once, when the daemon has ended, with the reason for it. */
  readonly onStopped: (reason: string) => void;
};

/** A running daemon. It holds the single thing that changes: the runtime that the next request gets. */
export class Daemon {
  readonly url: string;
  readonly madeConfig: boolean;
  readonly #options: DaemonOptions;
  readonly #lock: Lock;
  readonly #startedAt: number;
  readonly #startedTick: number;
  readonly #state: State;
  readonly #underWay = new Set<Breakable>();
  readonly #simulator: SimulatorHost;
  readonly #surroundings: Surroundings;
  readonly #listener: Listener;
  readonly #control: ControlServer;
  #settings: Settings;
  #runtime: Runtime;
  #stopping: Promise<void> | null = null;

  /** Takes the lock, opens the stores and listens; throws ProxyErrors that say what stands in the way. */
  constructor(options: DaemonOptions) {
    const { paths, clock } = options;
    this.#options = options;
    this.#startedAt = clock.now();
    this.#startedTick = clock.tick();
    this.#simulator = createSimulatorHost(options.env["PROXY_SIMULATOR_PACE_MS"]);
    this.madeConfig = prepareHome(paths, options.uid).config;
    const lock = takeLock(paths.lock);
    if (lock === null)
      throw new ProxyError("already_running", "Another daemon has this home.", { hint: "Try: proxy-cli status" });
    this.#lock = lock;
    try {
      this.#settings = readSettings({ ...options, providers });
      refuseExposure(this.#settings);
      this.#state = this.#openState();
      this.#surroundings = this.#makeSurroundings();
      this.#runtime = buildRuntime(this.#settings.config, this.#surroundings, 1);
      this.#listener = this.#listen();
      this.url = this.#listener.url;
      this.#control = this.#serveControl();
    } catch (thrown) {
      lock.release();
      throw thrown;
    }
    this.#state.log.write("info", "started", { url: this.url, pid: options.pid, version: options.version });
  }

  /** Reads the files again and builds everything anew; where that fails nothing has changed. */
  reload(): Reloaded {
    const { notices, upstreams, log } = this.#state;
    try {
      const settings = readSettings({ ...this.#options, providers });
      const runtime = buildRuntime(settings.config, this.#surroundings, this.#runtime.generation + 1);
      const needsRestart = needingRestart(this.#settings.config, settings.config);
      upstreams.replace(settings.upstreams);
      const { upstream } = settings.config.values;
      if (upstream !== this.#settings.config.values.upstream) void upstreams.switchTo(upstream);
      this.#settings = settings;
      this.#runtime = runtime;
      log.setLevel(settings.config.values["log.level"]);
      log.write("info", "config reloaded", { generation: runtime.generation });
      notices.send({ type: "config-reloaded", generation: runtime.generation });
      return { generation: runtime.generation, needsRestart };
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : "unknown";
      log.write("error", "config rejected", { why: message });
      notices.send({ type: "config-rejected", message });
      throw thrown;
    }
  }

  /** Takes no more connections, lets running answers end for `drainMs`, then ends them with a word, and closes all. */
  stop(drainMs: number | null, reason: string): Promise<void> {
    this.#stopping ??= this.#drain(drainMs ?? this.#settings.config.values["timeouts.drain_ms"], reason);
    return this.#stopping;
  }

  async #drain(drainMs: number, reason: string): Promise<void> {
    const { notices, log, ledger } = this.#state;
    notices.send({ type: "draining" });
    log.write("info", "stopping", { reason, inFlight: ledger.inFlight() });
    const quiet = this.#listener.stop();
    if (!(await endsWithin(quiet, drainMs))) {
      for (const one of this.#underWay) one.breakOff(shutdown());
      await endsWithin(quiet, 1000); // time for the farewells
      // Who is still sending its request has no call that could be broken off; it is us who go, not the client.
      for (const { notes, settle } of ledger.running()) {
        if (notes.attempts === 0) settle({ code: "PD", status: null, error: "proxy_shutdown" });
      }
    }
    this.#listener.end();
    await ledger.stop();
    await this.#simulator.stop();
    log.write("info", "stopped", { reason });
    await log.flush();
    await this.#control.stop();
    this.#lock.release();
    this.#options.onStopped(reason);
  }

  #openState(): State {
    const { paths, clock, orders, pid } = this.#options;
    const { config, upstreams } = this.#settings;
    const flagged = orders.upstream === null ? orders.flags["upstream"] : customName;
    const names = [auto, ...upstreams.map(({ name }) => name)];
    // An old switch to what is gone is not worth failing for; what is set now and names nothing is.
    const switched = choiceStore(paths.state).read().upstream;
    const start = flagged ?? (switched !== null && names.includes(switched) ? switched : config.values.upstream);
    if (!names.includes(start)) throw unknownUpstream(start, names.slice(1), "start --upstream");
    return openState({
      paths,
      clock,
      upstreams,
      run: `${this.#startedAt}-${pid}`,
      logLevel: config.values["log.level"],
      start,
    });
  }

  #makeSurroundings(): Surroundings {
    const { clock, env, paths } = this.#options;
    const timescale = Math.max(0, Number(env["PROXY_TIMESCALE"])) || 1; // no number, 0 or less: 1
    return {
      upstreams: this.#state.upstreams,
      watchdog: createWatchdog(clock.tick, Math.max(5, 250 * timescale)),
      underWay: this.#underWay,
      tick: clock.tick,
      locate: this.#simulator.locate,
      token: localToken(paths.token),
      timescale,
    };
  }

  #listen(): Listener {
    const { clock, version } = this.#options;
    const { values } = this.#settings.config;
    const { upstreams, tally, ledger } = this.#state;
    try {
      return listen({
        hostname: values["server.host"],
        port: values["server.port"],
        runtime: () => this.#runtime,
        accounts: accountsOf(this.#state),
        clock,
        newId: requestIds(clock.now, Math.random),
        pages: () => ({
          version,
          uptimeSeconds: Math.floor((clock.tick() - this.#startedTick) / 1000),
          isDraining: this.#stopping !== null,
          upstream: upstreams.current(),
          totalRequests: tally.view().accepted,
          inFlight: ledger.inFlight(),
        }),
      });
    } catch (cause) {
      throw portTaken(values["server.host"], values["server.port"], cause);
    }
  }

  #serveControl(): ControlServer {
    const { paths, version } = this.#options;
    removeStaleSocket(paths.socket);
    return serveControl({
      socket: paths.socket,
      version,
      handlers: createHandlers(this.#engine()),
      snapshot: async () => ({ type: "snapshot", status: this.#status() }),
      listen: this.#state.notices.listen,
      onMistake: (error) => accountsOf(this.#state).mistake(error, "control"),
    });
  }

  #engine(): Engine {
    const { clock } = this.#options;
    const { upstreams, ledger, notices, tally } = this.#state;
    const running = (name: string | null): number =>
      [...ledger.running()].filter(({ notes }) => name === null || notes.upstream === name).length;
    return {
      upstreams: { ...upstreams, all: () => upstreams.all().map(this.#simulator.shown) },
      ledger,
      notices,
      status: () => this.#status(),
      config: () => ({
        generation: this.#runtime.generation,
        config: this.#settings.config,
        file: this.#options.orders.configFile ?? this.#options.paths.config,
      }),
      reload: async () => this.reload(),
      probe: async (upstream) => probe(await this.#simulator.locate(upstream), 5000, clock.tick),
      inFlightOn: running,
      takesAnyKey: (provider) => providers.some(({ name, takesAnyKey }) => name === provider && takesAnyKey),
      dialectsInUse: tally.dialectsInUse,
      recent: tally.recent,
      stop: (drainMs) => void this.stop(drainMs, "proxy-cli stop"),
    };
  }

  #status(): Status {
    const { version, pid, clock, rssBytes } = this.#options;
    const { upstreams, tally, ledger, log, notices } = this.#state;
    const health = ledger.health();
    return {
      version,
      pid,
      url: this.url,
      startedAt: this.#startedAt,
      uptimeMs: clock.tick() - this.#startedTick,
      upstream: upstreams.current(),
      previousUpstream: upstreams.previous(),
      generation: this.#runtime.generation,
      isDraining: this.#stopping !== null,
      inFlight: ledger.inFlight(),
      tally: tally.view(),
      ledger: health,
      droppedLogLines: log.dropped(),
      watchers: notices.listeners(),
      rssBytes: rssBytes(),
      warnings: [
        ...(health.trouble === null ? [] : [`the ledger cannot be written: ${health.trouble}`]),
        ...(log.dropped() === 0 ? [] : [`${log.dropped()} log lines were dropped`]),
      ],
    };
  }
}

const refuseExposure = ({ config }: Settings): void => {
  const host = config.values["server.host"];
  if (isLoopback(host)) return;
  throw new ProxyError(
    "exposed_without_token",
    `Refusing to listen on ${host} without a token: others could use your keys.`,
    {
      hint: "Try: proxy-cli start --host 127.0.0.1",
    },
  );
};

const portTaken = (host: string, port: number, cause: unknown): ProxyError => {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  if (code !== "EADDRINUSE")
    return new ProxyError("config_invalid", `Cannot listen on ${host}:${port} (${String(code)}).`, { cause });
  return new ProxyError("port_taken", `Port ${port} is used by another program.`, {
    hint: `Try: proxy-cli start --port ${port + 1}   or stop that program`,
    cause,
  });
};

const shutdown = (): ProxyError =>
  new ProxyError("proxy_shutdown", "The proxy was stopped before this answer had ended.", {
    hint: "Send the request again.",
  });

/** Whether it ends within the time. */
const endsWithin = (promise: Promise<void>, limitMs: number): Promise<boolean> => {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), limitMs);
  return Promise.race([promise.then(() => true), late]).finally(() => clearTimeout(timer));
};
