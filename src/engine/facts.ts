import type { Paths } from "../config/paths.ts";
import type { Reloaded, Status, TraceStatus } from "../control/contract.ts";
import type { Engine } from "../control/engine.ts";
import type { Overload } from "../core/limit.ts";
import type { MemoryStatus } from "../core/memory.ts";
import { differenceWords } from "../core/other-daemon.ts";
import type { SharedStanding } from "../core/shared.ts";
import type { Clock } from "../lib/clock.ts";
import type { LagGauge } from "../lib/lag.ts";
import type { CrashCount } from "../lifecycle/crash-count.ts";
import type { Live } from "../live.ts";
import type { OwnMiddlewares } from "../own-middleware/index.ts";
import type { Paranoid } from "../paranoid/index.ts";
import type { Tried } from "../rehearsal/tried.ts";
import type { Admission } from "../server/admission.ts";
import { exposureWarning } from "../server/exposure.ts";
import type { ConfigFacts, PageFacts } from "../server/pages/facts.ts";
import type { SimulatorHost } from "../simulator-host.ts";
import type { State } from "../state/index.ts";
import type { LedgerHealth } from "../state/ledger/index.ts";
import { traceRulesFrom } from "../state/traces/index.ts";
import type { Names } from "../upstream/names.ts";
import type { WebHost } from "../web/host.ts";
import type { Surroundings } from "../wiring/surroundings.ts";

/** What a running daemon knows of itself. */
export type Parts = {
  readonly version: string;
  readonly pid: number;
  readonly clock: Clock;
  /** Wall and monotonic clock when it started. */
  readonly startedAt: number;
  readonly startedTick: number;
  readonly rssBytes: () => number;
  readonly url: () => string;
  readonly isDraining: () => boolean;
  /** Whether other machines can reach it. */
  readonly isExposed: boolean;
  readonly isDemo: boolean;
  readonly state: State;
  readonly live: Live;
  readonly simulator: SimulatorHost;
  readonly names: Names;
  readonly starts: CrashCount;
  /** Names of variables that would have sent calls through a proxy. */
  readonly ignoredVariables: readonly string[];
  readonly paranoid: Paranoid | null;
  readonly lag: LagGauge;
  readonly admission: Admission & { readonly overload: () => Overload };
  /** What the system allows that is less than it should be, as sentences. */
  readonly machineWarnings: readonly string[];
  /** The config.yaml that is read. */
  readonly configFile: string;
  readonly home: Pick<Paths, "home" | "traces">;
  readonly own: Pick<OwnMiddlewares, "troubles">;
  readonly underWay: Surroundings["underWay"];
  readonly watchdog: Surroundings["watchdog"];
  readonly gate: Surroundings["gate"];
  readonly openFiles: () => number;
  readonly timescale: number;
  readonly meter: Surroundings["meter"];
  readonly prices: Surroundings["prices"];
  readonly ownCalls: Pick<Surroundings["ownCalls"], "view">;
  /** The file of variables that is read beside it; null where there is none. */
  readonly envFile: string | null;
  /** What the files say as they are now, with this one in the place of one of them; not in force. Throws `config_invalid`. */
  readonly tried: (file: string | null) => Tried;
  readonly reload: (secrets: Readonly<Record<string, string>>) => Promise<Reloaded>;
  readonly web: WebHost;
  readonly lend: Engine["lend"];
  readonly stop: (drainMs: number | null) => void;
  readonly handOver: Engine["handOver"];
};

/** What `status` tells, and what a watch begins with. */
export const statusOf = ({ state, live, clock, ...parts }: Parts): Status => {
  const { upstreams, tally, ledger, log, notices } = state;
  return {
    version: parts.version,
    pid: parts.pid,
    url: parts.url(),
    startedAt: parts.startedAt,
    uptimeMs: clock.tick() - parts.startedTick,
    upstream: upstreams.current(),
    previousUpstream: upstreams.previous(),
    generation: live.runtime().generation,
    needsRestart: live.needsRestart(),
    isDraining: parts.isDraining(),
    isExposed: parts.isExposed,
    isDemo: parts.isDemo,
    inFlight: ledger.inFlight(),
    queued: parts.gate.figures().waiting,
    tally: tally.view(),
    today: state.today.view(),
    shadow: state.shadow.today(),
    ledger: ledger.health(),
    droppedLogLines: log.dropped(),
    trace: traceOf(state, live, parts.home),
    kept: state.kept.view(),
    memory: memoryOf(state, live, clock),
    store: storeOf(state),
    daemons: state.daemons.others(),
    budgets: state.stops.view(),
    cache: state.answerCache.figures(),
    watchers: notices.listeners(),
    rssBytes: parts.rssBytes(),
    internalErrors: tally.mistakes(),
    loopLagMs: parts.lag.worstMs(),
    heldBodyBytes: parts.admission.heldBytes(),
    draining: drainingIn(state),
    violations: parts.paranoid?.found().violations ?? null,
    delay: parts.paranoid?.found().delay ?? null,
    warnings: warningsOf(parts, live, state),
  };
};

const storeOf = ({ shared }: State): SharedStanding | null => {
  const standing = shared.standing();
  return standing.state === "alone" ? null : standing;
};

const storeWarnings = (store: SharedStanding | null): readonly string[] =>
  store?.state === "away" ? [`the shared store is away (${store.reason}); this daemon goes on alone`] : [];

/** Things a person should know. */
const warningsOf = (parts: Pick<Parts, Told>, live: Live, state: State): readonly string[] => {
  const { ledger, log } = state;
  const { trouble: disk, waiting, lost } = ledger.health();
  const trouble = live.trouble();
  return [
    ...(parts.starts.isSafeMode ? [safeModeWarning(parts.starts.crashes)] : []),
    ...(parts.isExposed ? [exposedWords(live, parts.url())] : []),
    ...(live.needsRestart().length === 0
      ? []
      : [`changed, but in force only after a restart: ${live.needsRestart().join(", ")}`]),
    ...(trouble === null ? [] : [`the changed configuration is not in force: ${firstOf(trouble)}`]),
    ...wayOutWarnings(parts.ignoredVariables, live),
    ...(disk === null ? [] : [`the ledger cannot be written: ${disk}; ${waiting} rows wait in memory`]),
    ...keptTextWarnings(live, parts.home),
    ...storeWarnings(storeOf(state)),
    ...state.daemons.others().flatMap((other) => differenceWords(other) ?? []),
    ...parts.own.troubles(),
    ...parts.machineWarnings,
    ...overloadWarnings(parts.admission.overload()),
    ...(lost === 0 ? [] : [`${lost} rows of the ledger are lost`]),
    ...(log.dropped() === 0 ? [] : [`${log.dropped()} log lines were dropped`]),
    ...Object.entries(parts.paranoid?.found().violations ?? {}).map(
      ([id, count]) => `${id} was broken ${timesOf(count)}`,
    ),
  ];
};

const timesOf = (count: number): string => (count === 1 ? "once" : `${count} times`);

type Told =
  | "admission"
  | "starts"
  | "isExposed"
  | "url"
  | "ignoredVariables"
  | "home"
  | "own"
  | "machineWarnings"
  | "paranoid";

const traceOf = ({ traces }: State, live: Live, home: Parts["home"]): TraceStatus => {
  const { isOn, bodies, folder } = traceRulesFrom(live.settings().config.values, home);
  return { isOn, hasBodies: isOn && bodies, folder, ...traces.health() };
};

const memoryOf = ({ overrides }: State, live: Live, { now, tick }: Clock): MemoryStatus => {
  const { values, sources } = live.settings().config;
  return {
    mode: values["memory.mode"],
    source: sources["memory.mode"],
    since: Math.round(now() - (tick() - live.modeTick())),
    sessions: overrides.size(),
  };
};

const overloadWarnings = ({ perSecond, refused }: Overload): readonly string[] =>
  perSecond === null
    ? []
    : [
        `overloaded: it takes ${perSecond} requests a second and refuses the rest (${refused} so far); see proxy-cli limits`,
      ];

/** Where prompts and answers are written down, that must be seen. */
const keptTextWarnings = (live: Live, home: Parts["home"]): readonly string[] => {
  const { values } = live.settings().config;
  const { isOn, bodies, folder } = traceRulesFrom(values, home);
  const isPrinted = values["printer.enabled"] && values["printer.bodies"];
  return [
    ...(isOn && bodies ? [`prompts and answers are written to ${folder} (trace.bodies)`] : []),
    ...(isPrinted ? ["prompts and answers are written into the log (printer.bodies)"] : []),
  ];
};

const safeModeWarning = (crashes: number): string =>
  `safe mode: it crashed ${crashes} times within a minute, so it only passes requests on; see proxy-cli logs, then proxy-cli restart`;
const exposedWords = (live: Live, url: string): string =>
  exposureWarning(live.settings().config.values["server.host"], Number(new URL(url).port || 80));
const drainingIn = ({ ledger, upstreams }: State): number => {
  const known = new Set(upstreams.all().map(({ name }) => name));
  return [...ledger.running()].filter(({ notes }) => notes.upstream !== null && !known.has(notes.upstream)).length;
};

/** What is unusual about the way to the vendors. */
const wayOutWarnings = (ignored: readonly string[], live: Live): readonly string[] => {
  const { config, upstreams } = live.settings();
  const unchecked = upstreams.filter(({ tls }) => !tls.verify).map(({ name }) => name);
  const isMissed = ignored.length > 0 && config.values["egress.proxy"] === "";
  return [
    ...(unchecked.length === 0
      ? []
      : [`the certificates of ${unchecked.join(", ")} are not checked (tls_verify: false)`]),
    ...(isMissed ? [`${ignored.join(", ")} is ignored; set egress.proxy if calls have to go through a proxy`] : []),
  ];
};

/** Of many things that are wrong the first, and where the others are. */
const firstOf = (trouble: string): string => {
  const [first = "", ...more] = trouble.split("\n");
  return more.length === 0 ? first : `${first}   (and ${more.length} more: proxy-cli config validate)`;
};

/** What the daemon's own pages tell. */
export const pageFactsOf = ({ state, clock, live, ...parts }: Parts): PageFacts => {
  const { accepted, refused, p50Ms, p95Ms, ttftP50Ms } = state.tally.view();
  return {
    version: parts.version,
    startedAt: parts.startedAt,
    uptimeSeconds: Math.floor((clock.tick() - parts.startedTick) / 1000),
    isDraining: parts.isDraining(),
    upstream: state.upstreams.current(),
    totalRequests: accepted,
    inFlight: state.ledger.inFlight(),
    refused,
    internalErrors: state.tally.mistakes(),
    rssBytes: parts.rssBytes(),
    ledgerLost: state.ledger.health().lost,
    spool: spoolOf(state.ledger.health()),
    latency: { p50Ms, p95Ms, ttftP50Ms },
    metrics: state.metrics.view,
    ownCalls: parts.ownCalls.view(),
    limits: parts.gate.figures(),
    overload: parts.admission.overload(),
    upstreams: upstreamFactsOf(state),
    budgets: state.stops.view(),
    cache: state.answerCache.figures(),
    store: storeOf(state),
    config: () => configFactsOf({ state, live }),
  };
};

const upstreamFactsOf = ({ upstreams, availability }: State): PageFacts["upstreams"] =>
  upstreams.all().map((upstream) => {
    const { circuit, cooling } = availability.look(upstream);
    const cooled = (scope: "key" | "model"): number => cooling.filter((one) => one.scope === scope).length;
    return {
      name: upstream.name,
      isOpen: circuit.state === "open",
      cooling: { key: cooled("key"), model: cooled("model") },
    };
  });

const spoolOf = ({ elsewhere }: LedgerHealth): PageFacts["spool"] =>
  elsewhere === undefined
    ? null
    : { waiting: elsewhere.waiting, givenUp: elsewhere.givenUp, isAway: elsewhere.awaySince !== null };

/** Nothing of a key may be among them, see `ConfigFacts`. */
const configFactsOf = ({ state, live }: Pick<Parts, "state" | "live">): ConfigFacts => {
  const { values, sources } = live.settings().config;
  const { generation, features } = live.runtime();
  const names = Object.keys(values) as (keyof typeof values)[]; // its own
  return {
    generation,
    settings: Object.fromEntries(names.map((name) => [name, { value: values[name], source: sources[name] }])),
    upstreams: state.upstreams
      .all()
      .map(({ name, provider, region, origin, key }) => ({ name, provider, region, origin, has_key: key !== null })),
    middleware: features,
  };
};
