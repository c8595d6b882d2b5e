import { accountsOf } from "./accounts.ts";
import { upstreamAt } from "./config/read.ts";
import type { Reloaded } from "./control/contract.ts";
import type { ControlServer } from "./control/server.ts";
import type { Accounts } from "./core/accounts.ts";
import type { Problem } from "./core/problem.ts";
import type { Parts } from "./engine/facts.ts";
import { figuresOf } from "./engine/figures.ts";
import { engineOf } from "./engine/index.ts";
import { type LagGauge, startLagGauge } from "./lib/lag.ts";
import { endAnswers } from "./lifecycle/closing.ts";
import { openControl, openPort } from "./lifecycle/doors.ts";
import { createHandOver, type HandOver } from "./lifecycle/hand-over.ts";
import { admissionOn, fewFiles, type MachineAdmission } from "./lifecycle/machine.ts";
import {
  type Claim,
  claimHome,
  type DaemonOptions,
  paranoidFor,
  runOf,
  stateFor,
  tellStart,
  tokensFor,
} from "./lifecycle/opening.ts";
import type { Orders } from "./lifecycle/orders.ts";
import { SettingsFiles } from "./lifecycle/settings-files.ts";
import { type Cause, Live } from "./live.ts";
import type { Paranoid } from "./paranoid/index.ts";
import { providers } from "./providers/index.ts";
import { triedSettings } from "./rehearsal/tried.ts";
import { isExposed } from "./server/exposure.ts";
import type { Listener } from "./server/listen.ts";
import type { TokenCheck } from "./server/token-check.ts";
import { createSimulatorHost, type SimulatorHost } from "./simulator-host.ts";
import { closeStores, type State } from "./state/index.ts";
import { createSurroundings } from "./surroundings.ts";
import { openTheWayOut } from "./upstream/send.ts";
import { createWebHost } from "./web/host.ts";
import type { Surroundings } from "./wiring/surroundings.ts";

/** So long after another one has followed nobody asks this one any more, in milliseconds. */
const followedMs = 1000;

/** A running daemon: opens everything in order, holds it, and closes it in order. */
export class Daemon {
  readonly url: string;
  /** What is odd about the configuration that it started with. */
  readonly warnings: readonly Problem[];
  /** Resolves when it was tried to be one with the daemons that share a store with it. */
  readonly joined: Promise<void>;
  readonly #options: DaemonOptions;
  readonly home: Claim;
  readonly #state: State;
  readonly #simulator: SimulatorHost;
  readonly #files: SettingsFiles;
  readonly #tokens: TokenCheck;
  readonly #isExposed: boolean;
  readonly #paranoid: Paranoid | null;
  readonly #surroundings: Surroundings;
  readonly #live: Live;
  readonly #lag: LagGauge;
  readonly #admission: MachineAdmission;
  readonly #parts: Parts;
  readonly #listener: Listener;
  readonly #control: ControlServer;
  readonly #handOver: HandOver;
  #stopping: Promise<void> | null = null;

  /** Takes the lock, opens the stores and listens; throws ProxyErrors that say what stands in the way. */
  constructor(options: DaemonOptions) {
    const { paths, clock, orders } = options;
    this.#options = options;
    const startedAt = clock.now();
    this.#simulator = createSimulatorHost(options.env["PROXY_SIMULATOR_PACE_MS"]);
    this.home = claimHome(options, startedAt);
    const opened: (() => void)[] = [this.home.withdraw]; // closed again where a later step fails
    try {
      this.#files = this.#openFiles();
      const settings = this.#files.read();
      this.warnings = settings.config.warnings;
      this.#isExposed = isExposed(settings.config, { file: paths.tokens, token: orders.token, now: clock.now });
      this.#tokens = tokensFor(options);
      const state = stateFor(options, settings, startedAt);
      [this.#state, this.joined] = [state, state.joined];
      opened.push(() => void state.ledger.stop());
      this.#paranoid = paranoidFor(options, state.log, () => figuresOf(this.#parts));
      this.#surroundings = this.#makeSurroundings();
      this.#live = new Live({
        settings,
        read: () => this.#files.readAgain(),
        state: this.#state,
        surroundings: this.#surroundings,
      });
      this.#lag = startLagGauge(clock.tick, (ms) => state.log.write("warn", "the event loop was blocked", { ms }));
      opened.push(this.#lag.stop);
      this.#admission = admissionOn({
        ...{ machine: options.machine, values: () => this.#live.settings().config.values },
        ...{ tick: clock.tick, log: state.log },
      });
      this.#handOver = this.#makeHandOver(startedAt);
      this.#parts = this.#makeParts(startedAt);
      const behind = {
        ...{ options, parts: this.#parts, handOver: this.#handOver },
        accounts: () => this.#accounts(),
      };
      this.#listener = openPort(behind, this.#tokens);
      this.url = this.#listener.url;
      opened.push(this.#listener.end);
      this.#control = openControl(behind, engineOf(this.#parts));
      this.#surroundings.ownCalls.begin(this.#live, this.#accounts());
    } catch (thrown) {
      for (const close of opened.reverse()) close();
      throw thrown;
    }
    tellStart(this.#state, options, { url: this.url, isExposed: this.#isExposed, starts: this.home.starts });
    if (options.predecessor === null) this.appear();
  }

  /** Is the daemon that the control socket leads to, from now on. */
  appear(): void {
    this.#control.publish();
  }

  /** Reads the files again and builds everything anew; rejects where that fails, and nothing has changed then. */
  async reload(cause: Cause, secrets: Orders["secrets"] = {}): Promise<Reloaded> {
    this.#files.learn(secrets);
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
    if (this.#live.settings().config.values["config.watch"]) await this.#files.watch.start();
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
    void this.#files.watch.close();
    this.#parts.web.close();
    await this.#surroundings.ownCalls.stop();
    const isFollowed = this.#handOver.isGiven();
    const { underWay } = this.#surroundings;
    const running = { listener: this.#listener, underWay, ledger, isFollowed, tick: this.#options.clock.tick };
    if (await endAnswers(running, drainMs)) this.#paranoid?.atRest();
    this.#lag.stop();
    this.#admission.stop();
    await closeStores(this.#state);
    await this.#simulator.stop();
    this.#surroundings.meter.tokens.stop();
    const violations = this.#paranoid?.total() ?? 0;
    log.write(violations === 0 ? "info" : "error", "stopped", { reason, ...(violations > 0 && { violations }) });
    audit.note("stopped", "daemon", { reason });
    await Promise.all([log.flush(), audit.flush(), performance.flush(), traces.flush()]);
    await this.#control.stop();
    this.home.leave();
    this.#options.onStopped(isFollowed ? null : reason, violations);
  }

  #openFiles(): SettingsFiles {
    return new SettingsFiles({
      ...this.#options,
      onChange: () => {
        if (this.#live.settings().config.values["config.watch"])
          void this.reload("changed file").catch(() => undefined); // the log and the watchers were told
      },
      onTrouble: (code) => this.#state.log.write("warn", "changed files are only noticed after a while", { code }),
    });
  }

  #makeSurroundings(): Surroundings {
    return createSurroundings({
      options: this.#options,
      state: this.#state,
      simulator: this.#simulator,
      tokens: this.#tokens,
      paranoid: this.#paranoid,
      ...{ isSafeMode: this.home.starts.isSafeMode, isExposed: this.#isExposed },
    });
  }

  #accounts(): Accounts {
    const accounts = accountsOf(this.#state, this.#surroundings, this.#options.clock.tick);
    return this.#paranoid?.accounts(accounts) ?? accounts;
  }

  #makeParts(startedAt: number): Parts {
    const { version, pid, clock, rssBytes, orders, paths, ignoredVariables } = this.#options;
    const { names, own, underWay, watchdog, meter, prices, ownCalls, gate, timescale } = this.#surroundings;
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
      ...{ names, own, underWay, watchdog, meter, prices, ownCalls, gate, timescale },
      openFiles: this.#options.machine.openFiles,
      starts: this.home.starts,
      ignoredVariables,
      paranoid: this.#paranoid,
      lag: this.#lag,
      admission: this.#admission,
      machineWarnings: fewFiles(this.#options.machine),
      configFile: orders.configFile ?? paths.config,
      home: paths,
      envFile: orders.envFile,
      tried: (file) => triedSettings(this.#files.sources(), file),
      reload: (secrets) => this.reload("proxy-cli reload", { ...secrets }),
      web: createWebHost(clock),
      lend: (lent) => this.#live.lend(upstreamAt(lent, providers)),
      stop: (drainMs) => void this.stop(drainMs, "proxy-cli stop"),
      handOver: this.#handOver.handOver,
    };
  }

  #makeHandOver(startedAt: number): HandOver {
    return createHandOver({
      ...this.#options,
      run: runOf(startedAt, this.#options.pid),
      state: this.#state,
      home: this.home,
      listener: () => this.#listener,
      isStopping: () => this.#stopping !== null,
      retire: (drainMs) => {
        void this.stop(drainMs, "handed over");
        setTimeout(() => void this.#control.stop(), followedMs);
      },
    });
  }
}
