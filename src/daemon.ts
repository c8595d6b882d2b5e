import { accountsOf } from "./accounts.ts";
import { endAnswers } from "./closing.ts";
import { refuseGone, refuseWideKeys, removeStaleSocket } from "./config/home.ts";
import { readSettings, type Settings, upstreamAt } from "./config/read.ts";
import { type ConfigWatch, createConfigWatch } from "./config/watch.ts";
import type { Reloaded } from "./control/contract.ts";
import { createHandlers } from "./control/handlers.ts";
import { type ControlServer, serveControl } from "./control/server.ts";
import type { Accounts } from "./core/accounts.ts";
import type { Problem } from "./core/problem.ts";
import type { CrashCount } from "./crash-count.ts";
import { engineOf } from "./engine.ts";
import { figuresOf, type Parts, pageFactsOf, statusOf } from "./facts.ts";
import { requestIds } from "./lib/id.ts";
import { type LagGauge, startLagGauge } from "./lib/lag.ts";
import type { Lock } from "./lib/lock.ts";
import { type Cause, Live } from "./live.ts";
import { admissionOn, claimHome, type DaemonOptions, fewFiles, noListener, stateFor, tokensFor } from "./opening.ts";
import type { Orders } from "./orders.ts";
import { createParanoid, type Paranoid } from "./paranoid/index.ts";
import { providers } from "./providers/index.ts";
import { type Sources, triedSettings } from "./rehearsal/tried.ts";
import type { Surroundings } from "./runtime.ts";
import type { Admission } from "./server/admission.ts";
import { isExposed } from "./server/exposure.ts";
import { type Listener, listen } from "./server/listen.ts";
import type { TokenCheck } from "./server/token-check.ts";
import { createSimulatorHost, type SimulatorHost } from "./simulator-host.ts";
import { closeStores, type State } from "./state/index.ts";
import { createSurroundings } from "./surroundings.ts";
import { openTheWayOut } from "./upstream/send.ts";

/** A running daemon: opens everything in order, holds it, and closes it in order. */
export class Daemon {
  readonly url: string;
  readonly madeConfig: boolean;
  /** What is odd about the configuration that it started with. */
  readonly warnings: readonly Problem[];
  /** Resolves when it was tried to be one with the daemons that share a store with it. */
  readonly joined: Promise<void>;
  readonly #options: DaemonOptions;
  readonly #lock: Lock;
  readonly #starts: CrashCount;
  readonly #state: State;
  readonly #simulator: SimulatorHost;
  readonly #watch: ConfigWatch;
  readonly #tokens: TokenCheck;
  readonly #isExposed: boolean;
  readonly #paranoid: Paranoid | null;
  readonly #surroundings: Surroundings;
  readonly #live: Live;
  readonly #lag: LagGauge;
  readonly #admission: Admission;
  readonly #parts: Parts;
  readonly #listener: Listener;
  readonly #control: ControlServer;
  /** Values of the variables that the files name; a reload may bring more. */
  #secrets: Orders["secrets"];
  #stopping: Promise<void> | null = null;

  /** Takes the lock, opens the stores and listens; throws ProxyErrors that say what stands in the way. */
  constructor(options: DaemonOptions) {
    const { paths, clock, orders } = options;
    this.#options = options;
    this.#secrets = orders.secrets;
    const startedAt = clock.now();
    this.#simulator = createSimulatorHost(options.env["PROXY_SIMULATOR_PACE_MS"]);
    const { madeConfig, lock, starts } = claimHome(options, startedAt);
    this.madeConfig = madeConfig;
    this.#lock = lock;
    this.#starts = starts;
    const opened: (() => void)[] = [lock.release, starts.withdraw]; // closed again where a later step fails
    try {
      this.#watch = this.#watchFiles();
      const settings = this.#read();
      this.warnings = settings.config.warnings;
      this.#isExposed = isExposed(settings.config, { file: paths.tokens, token: orders.token, now: clock.now });
      this.#tokens = tokensFor(options);
      const state = stateFor(options, settings, startedAt);
      [this.#state, this.joined] = [state, state.joined];
      opened.push(() => void state.ledger.stop());
      this.#paranoid = this.#makeParanoid();
      this.#surroundings = this.#makeSurroundings();
      this.#live = new Live({
        settings,
        read: () => this.#readAgain(),
        state: this.#state,
        surroundings: this.#surroundings,
      });
      this.#lag = startLagGauge(clock.tick, (ms) => state.log.write("warn", "the event loop was blocked", { ms }));
      opened.push(this.#lag.stop);
      this.#admission = admissionOn(options.machine, () => this.#live.settings().config.values, clock.tick);
      this.#parts = this.#makeParts(startedAt);
      this.#listener = this.#listen();
      this.url = this.#listener.url;
      opened.push(this.#listener.end);
      this.#control = this.#serveControl();
      this.#surroundings.ownCalls.begin(this.#live, this.#accounts());
    } catch (thrown) {
      for (const close of opened.reverse()) close();
      throw thrown;
    }
    const { pid, version } = options;
    this.#state.log.write("info", "started", { url: this.url, pid, version, exposed: this.#isExposed });
    this.#state.audit.note("started", "daemon", { pid, version });
    if (options.uid === 0) this.#state.log.write("warn", "running as root");
    const { isSafeMode, crashes } = this.#starts;
    if (isSafeMode) this.#state.log.write("warn", "safe mode", { crashes });
  }

  /** Reads the files again and builds everything anew; rejects where that fails, and nothing has changed then. */
  async reload(cause: Cause, secrets: Orders["secrets"] = {}): Promise<Reloaded> {
    this.#secrets = { ...this.#secrets, ...secrets };
    const reloaded = await this.#live.reload(cause);
    void this.follow(); // it may have been switched on
    return reloaded;
  }

  /** Something was thrown that nobody has caught; traffic goes on, and it is counted. */
  stray(what: string): void {
    this.#state.tally.mistake();
    this.#state.log.write("error", "uncaught", { what });
  }

  /** Begins what the first request needs: it leaves, and it may go on with a conversation of an earlier run. */
  recall(): void {
    void openTheWayOut();
    void this.#state.sessions.ready();
  }

  /** Loads what no start has to wait for, so that no request has to either. */
  warm(): void {
    this.#state.today.view();
    this.#surroundings.prices.warm();
  }

  /** From now on a changed file is read by itself, where that is wanted. Apart from the start, which does not wait. */
  async follow(): Promise<void> {
    if (this.#live.settings().config.values["config.watch"]) await this.#watch.start();
  }

  /** Takes no more connections, lets running answers end for `drainMs`, then ends them with a word, and closes all. */
  stop(drainMs: number | null, reason: string): Promise<void> {
    this.#stopping ??= this.#drain(drainMs ?? this.#live.settings().config.values["timeouts.drain_ms"], reason);
    return this.#stopping;
  }

  async #drain(drainMs: number, reason: string): Promise<void> {
    const { notices, log, ledger, audit, performance, traces } = this.#state;
    notices.send({ type: "draining" });
    log.write("info", "stopping", { reason, inFlight: ledger.inFlight() });
    void this.#watch.close();
    await this.#surroundings.ownCalls.stop();
    const running = { listener: this.#listener, underWay: this.#surroundings.underWay, ledger };
    if (await endAnswers(running, drainMs)) this.#paranoid?.atRest(figuresOf(this.#state, this.#surroundings));
    this.#lag.stop();
    await closeStores(this.#state);
    await this.#simulator.stop();
    this.#surroundings.meter.tokens.stop();
    log.write("info", "stopped", { reason });
    audit.note("stopped", "daemon", { reason });
    await Promise.all([log.flush(), audit.flush(), performance.flush(), traces.flush()]);
    await this.#control.stop();
    this.#starts.clear();
    this.#lock.release();
    this.#options.onStopped(reason);
  }

  #watchFiles(): ConfigWatch {
    const { paths, orders } = this.#options;
    return createConfigWatch({
      files: [orders.configFile ?? paths.config, paths.servers, paths.models, orders.envFile].filter(
        (file) => file !== null,
      ),
      onChange: () => {
        if (this.#live.settings().config.values["config.watch"])
          void this.reload("changed file").catch(() => undefined); // the log and the watchers were told
      },
      onTrouble: (code) => this.#state.log.write("warn", "changed files are only noticed after a while", { code }),
    });
  }

  /** A file that is gone or open to others would be a mistake at the start, and is one now. */
  #readAgain(): Settings {
    const gone = this.#watch.gone();
    this.#watch.note();
    refuseGone(gone);
    refuseWideKeys(this.#options.paths.servers);
    return this.#read();
  }

  #read(): Settings {
    this.#watch.note();
    const settings = readSettings(this.#sources());
    this.#watch.taken();
    return settings;
  }

  #sources(): Sources {
    const { paths, env, orders } = this.#options;
    return { paths, env, orders: { ...orders, secrets: this.#secrets }, providers };
  }

  #makeSurroundings(): Surroundings {
    return createSurroundings({
      options: this.#options,
      state: this.#state,
      simulator: this.#simulator,
      tokens: this.#tokens,
      paranoid: this.#paranoid,
      ...{ isSafeMode: this.#starts.isSafeMode, isExposed: this.#isExposed },
    });
  }

  /** Nobody looks on unless it was asked for. The books are compared now and then, and when all has ended. */
  #makeParanoid(): Paranoid | null {
    const { env, orders } = this.#options;
    if (!orders.paranoid && env["PROXY_PARANOID"] !== "1") return null;
    const paranoid = createParanoid((id, what) => this.#state.log.write("error", "invariant", { invariant: id, what }));
    const timer = setInterval(() => paranoid.compare(figuresOf(this.#state, this.#surroundings)), 1000);
    timer.unref();
    return paranoid;
  }

  #accounts(): Accounts {
    const accounts = accountsOf(this.#state, this.#surroundings, this.#options.clock.tick);
    return this.#paranoid?.accounts(accounts) ?? accounts;
  }

  #makeParts(startedAt: number): Parts {
    const { version, pid, clock, rssBytes, orders, paths, ignoredVariables } = this.#options;
    const { names, own, underWay, meter, prices, ownCalls, gate, timescale } = this.#surroundings;
    return {
      version,
      pid,
      clock,
      startedAt,
      startedTick: clock.tick(),
      rssBytes,
      url: () => this.url,
      isDraining: () => this.#stopping !== null,
      isExposed: this.#isExposed,
      isDemo: orders.demo,
      state: this.#state,
      live: this.#live,
      simulator: this.#simulator,
      ...{ names, own, underWay, meter, prices, ownCalls, gate, timescale },
      starts: this.#starts,
      ignoredVariables,
      paranoid: this.#paranoid,
      lag: this.#lag,
      admission: this.#admission,
      machineWarnings: fewFiles(this.#options.machine),
      configFile: orders.configFile ?? paths.config,
      home: paths,
      envFile: orders.envFile,
      tried: (file) => triedSettings(this.#sources(), file),
      reload: (secrets) => this.reload("proxy-cli reload", { ...secrets }),
      lend: (lent) => this.#live.lend(upstreamAt(lent, providers)),
      stop: (drainMs) => void this.stop(drainMs, "proxy-cli stop"),
    };
  }

  #listen(): Listener {
    const { clock } = this.#options;
    const { values } = this.#live.settings().config;
    try {
      return listen({
        hostname: values["server.host"],
        port: values["server.port"],
        runtime: this.#live.runtime,
        accounts: this.#accounts(),
        admission: this.#admission,
        onAnswer: this.#paranoid?.answered ?? null,
        clock,
        newId: requestIds(clock.now, Math.random),
        pages: () => pageFactsOf(this.#parts),
        maxMessageBytes: values["limits.max_body_bytes"],
        tokens: this.#tokens,
        callerOf: this.#state.callerOf,
        isExposed: this.#isExposed,
      });
    } catch (cause) {
      throw noListener(values["server.host"], values["server.port"], cause);
    }
  }

  #serveControl(): ControlServer {
    const { paths, version, uid } = this.#options;
    removeStaleSocket(paths.socket, uid);
    return serveControl({
      socket: paths.socket,
      version,
      handlers: createHandlers(engineOf(this.#parts)),
      snapshot: async () => ({ type: "snapshot", status: statusOf(this.#parts) }),
      listen: this.#state.notices.listen,
      onMistake: (error) => this.#accounts().mistake(error, "control"),
    });
  }
}
