import { changesBetween } from "./config/changes.ts";
import type { Config } from "./config/layers/load.ts";
import type { Settings } from "./config/read.ts";
import { settings as declared, settingNames, type Values } from "./config/schema.ts";
import type { Reloaded } from "./control/contract.ts";
import { needingRestart } from "./control/handlers.ts";
import { ProxyError } from "./core/errors.ts";
import { problemLine } from "./core/problem.ts";
import type { Upstream } from "./core/provider.ts";
import type { Table } from "./routing/table.ts";
import { buildRuntime, type Runtime } from "./runtime.ts";
import type { State } from "./state/index.ts";
import type { Audit, Who } from "./state/logs/audit.ts";
import { rotationFrom } from "./state/logs/rotation.ts";
import { auto, fixedUpstreams, unknownUpstream } from "./state/upstreams.ts";
import { adopt } from "./wiring/adopting.ts";
import { marksOf } from "./wiring/alike.ts";
import type { Surroundings } from "./wiring/surroundings.ts";

/** Who asked for a reload. */
export type Cause = "proxy-cli reload" | "SIGHUP" | "changed file";

const whoOf: Readonly<Record<Cause, Who>> = {
  "proxy-cli reload": "cli",
  SIGHUP: "signal",
  "changed file": "file",
};

type Options = {
  /** What was read at the start. */
  readonly settings: Settings;
  /** Reads the files as they are now. Throws `config_invalid`. */
  readonly read: () => Settings;
  readonly state: Pick<State, "notices" | "upstreams" | "log" | "audit" | "performance" | "daemons">;
  readonly surroundings: Surroundings;
};

/** More gateways than anybody has; each stays until the daemon ends, because a program may still ask for it. */
const mostLent = 64;

/** The configuration in force and how another one takes its place. */
export class Live {
  readonly #options: Options;
  readonly #atStart: Settings;
  #written: Settings;
  #settings: Settings;
  #runtime: Runtime;
  #trouble: string | null = null;
  /** Monotonic clock, when what is left out of conversations was last changed for all. */
  #modeTick: number;
  #reloading: Promise<unknown> = Promise.resolve();
  /** Upstreams that no file names; they stay through every reload. */
  readonly #lent = new Map<string, Upstream>();

  /** Builds the first runtime. Throws where the settings do not allow one. */
  constructor(options: Options) {
    this.#options = options;
    this.#atStart = options.settings;
    this.#written = options.settings;
    this.#settings = options.settings;
    this.#modeTick = options.surroundings.tick();
    this.#runtime = buildRuntime(options.settings.config, options.surroundings, 1);
    this.#adopt();
    this.#logWarnings();
  }

  /** What is in force; what only a restart can change stays as it was at the start. */
  readonly settings = (): Settings => this.#settings;

  /** What the files said when they were last read and were right. */
  readonly written = (): Settings => this.#written;

  /** What the next request gets; one under way keeps the one that it began with. */
  readonly runtime = (): Runtime => this.#runtime;

  /** When the present `memory.mode` came into force, by the clock that never goes back. */
  readonly modeTick = (): number => this.#modeTick;

  /** Why the files as they are now cannot be used; null when they are the ones in force. */
  readonly trouble = (): string | null => this.#trouble;

  /** Settings whose change waits for a restart. */
  readonly needsRestart = (): readonly string[] => needingRestart(this.#atStart.config, this.#written.config);

  /**
   * Reads everything again, builds it anew and swaps; one after the other. Rejects where that fails, and nothing has
   * changed then.
   */
  reload(cause: Cause): Promise<Reloaded> {
    const reload = this.#reloading.then(() => this.#attempt(cause));
    this.#reloading = reload.catch(() => undefined); // who asked for it hears of it; the next one starts afresh
    return reload;
  }

  /** One upstream more until the daemon ends. Throws `config_invalid` where that name means another one already, or there are too many. */
  async lend(upstream: Upstream): Promise<void> {
    const lent = this.#lent.get(upstream.name);
    if (lent !== undefined && Bun.deepEquals(lent, upstream)) return;
    if (lent !== undefined || this.#written.upstreams.some(({ name }) => name === upstream.name))
      throw new ProxyError("config_invalid", `There is an upstream "${upstream.name}" already.`);
    if (this.#lent.size >= mostLent)
      throw new ProxyError("config_invalid", `${mostLent} upstreams are lent already.`, {
        hint: "They go with the daemon: proxy-cli restart",
      });
    this.#lent.set(upstream.name, upstream);
    const upstreams = this.#withLent(this.#written.upstreams);
    this.#settings = { ...this.#settings, upstreams };
    this.#options.surroundings.paranoid?.committed(this.#runtime.generation, upstreams);
    await this.#options.state.upstreams.replace(upstreams, null);
  }

  /** The upstreams that these settings would bring, and which of them would be current. Throws `upstream_unknown`. */
  bringing(next: Settings): Table["upstreams"] {
    const { upstream } = next.config.values;
    const isMoved = upstream !== this.#written.config.values.upstream;
    if (isMoved) refuseUnknown(upstream, next);
    const now = this.#options.state.upstreams.current();
    const reachable = this.#withLent(next.upstreams);
    const stays = now === auto || reachable.some(({ name }) => name === now);
    return fixedUpstreams(reachable, isMoved ? upstream : stays ? now : auto);
  }

  #withLent(named: readonly Upstream[]): readonly Upstream[] {
    return [...named, ...[...this.#lent.values()].filter(({ name }) => !named.some((one) => one.name === name))];
  }

  async #attempt(cause: Cause): Promise<Reloaded> {
    const { log, notices, audit } = this.#options.state;
    const before = this.#written;
    try {
      await this.#swap(this.#options.read());
    } catch (thrown) {
      this.#trouble = thrown instanceof Error ? thrown.message : "unknown";
      log.write("error", "config rejected", { why: this.#trouble, cause });
      audit.note("config-rejected", whoOf[cause], { why: this.#trouble });
      notices.send({ type: "config-rejected", message: this.#trouble });
      throw thrown;
    }
    const { generation } = this.#runtime;
    const needsRestart = this.needsRestart();
    log.write("info", "config reloaded", { generation, cause, needsRestart: needsRestart.join(" ") || null });
    noteTracing(audit, before.config.values, this.#written.config.values, whoOf[cause]);
    audit.note("config-reloaded", whoOf[cause], { generation, ...changesBetween(before, this.#written) });
    this.#logWarnings();
    notices.send({ type: "config-reloaded", generation, needsRestart });
    return { generation, needsRestart, warnings: this.#written.config.warnings };
  }

  /** Tells what outlives a configuration of the one that is in force now. */
  #adopt(): void {
    const { surroundings, state } = this.#options;
    const { models, config, upstreams } = this.#settings;
    adopt(config.values, surroundings);
    surroundings.paranoid?.committed(this.#runtime.generation, upstreams);
    surroundings.prices.use(models);
    state.daemons.tell(this.#runtime.generation, marksOf(this.#settings));
    surroundings.availability.probe({ ...this.#runtime.probing, upstreams: state.upstreams.all });
  }

  #logWarnings(): void {
    for (const one of this.#written.config.warnings)
      this.#options.state.log.write("warn", "config", { what: problemLine(one) });
  }

  #setLogs(values: Values): void {
    const { log, audit, performance } = this.#options.state;
    const rotation = rotationFrom(values);
    for (const one of [log, audit, performance]) one.setRotation(rotation);
    log.setLevel(values["log.level"]);
    performance.setOn(values["log.performance"]);
  }

  /** Everything that can fail comes first; then all is exchanged in one go. */
  async #swap(next: Settings): Promise<void> {
    const { upstreams, notices, log } = this.#options.state;
    const { upstream } = next.config.values;
    const isMoved = upstream !== this.#written.config.values.upstream;
    if (isMoved) refuseUnknown(upstream, next);
    const { own, isSafeMode } = this.#options.surroundings;
    if (!isSafeMode) await own.load(next.config.values.middlewares);
    const reachable = this.#withLent(next.upstreams);
    const inForce = { ...next, upstreams: reachable, config: withoutRestart(next.config, this.#atStart.config) };
    const built = buildRuntime(inForce.config, this.#options.surroundings, this.#runtime.generation + 1);
    const before = upstreams.current();
    const kept = upstreams.replace(reachable, isMoved ? upstream : null);
    if (next.config.values["memory.mode"] !== this.#settings.config.values["memory.mode"])
      this.#modeTick = this.#options.surroundings.tick();
    this.#written = next;
    this.#settings = inForce;
    this.#runtime = built;
    this.#adopt();
    own.keep(built.own);
    this.#trouble = null;
    this.#setLogs(next.config.values);
    const to = upstreams.current();
    if (to !== before) notices.send({ type: "upstream-switched", from: before, to });
    // It is in force all the same; only the next start may begin elsewhere.
    await kept.catch(() => log.write("error", "the choice of the upstream cannot be written"));
  }
}

const noteTracing = (audit: Audit, before: Values, after: Values, who: Who): void => {
  const isOn = after["trace.enabled"];
  const bodies = after["trace.bodies"];
  if (isOn === before["trace.enabled"] && (!isOn || bodies === before["trace.bodies"])) return;
  audit.note(isOn ? "trace-on" : "trace-off", who, isOn ? { bodies } : {});
};

const refuseUnknown = (upstream: string, { upstreams }: Settings): void => {
  const names = upstreams.map(({ name }) => name);
  if (upstream !== auto && !names.includes(upstream)) throw unknownUpstream(upstream, names, "config set upstream");
};

/** The listener stays what it was, so whoever goes by its settings, such as the guard, must see those of the start. */
const withoutRestart = (next: Config, atStart: Config): Config => {
  const pinned = settingNames.filter((name) => declared[name].restart);
  const taken = <T>(of: Readonly<Record<string, T>>) => Object.fromEntries(pinned.map((name) => [name, of[name]]));
  return {
    ...next,
    values: { ...next.values, ...taken(atStart.values) },
    sources: { ...next.sources, ...taken(atStart.sources) },
    overridden: { ...next.overridden, ...taken(atStart.overridden) },
  };
};
