import type { Probing } from "./availability/probes.ts";
import type { Config } from "./config/layers/load.ts";
import type { Values } from "./config/schema.ts";
import type { Dialect } from "./core/dialect.ts";
import type { Exchange, Target } from "./core/exchange.ts";
import type { ModelLists } from "./core/listed-model.ts";
import { compose, featuresFor } from "./core/middleware.ts";
import type { OwnRunner } from "./core/own-middleware.ts";
import { dialects } from "./dialects/index.ts";
import { bareMiddleware, middleware, type Services } from "./middleware/index.ts";
import type { PlanServices } from "./middleware/plan.ts";
import { providers } from "./providers/index.ts";
import { tableFrom } from "./routing/rules.ts";
import type { Table } from "./routing/table.ts";
import { drawsPlaces } from "./routing/table.ts";
import type { BodyRules } from "./server/body.ts";
import type { GuardRules } from "./server/guard.ts";
import { namedBy } from "./state/sessions/explicit.ts";
import { traceRulesFrom } from "./state/traces/index.ts";
import { createShelf } from "./upstream/aside.ts";
import { Call, type CallServices } from "./upstream/call.ts";
import { createEgress, type Egress } from "./upstream/egress.ts";
import { isBlackHole } from "./upstream/health.ts";
import { createModelLists } from "./upstream/model-lists.ts";
import { createPools } from "./upstream/pools.ts";
import { WebSocketCall } from "./upstream/websocket.ts";
import { probingOf } from "./wiring/availability-rules.ts";
import { cachingOf } from "./wiring/caching.ts";
import { limitingOf } from "./wiring/limiting.ts";
import { shorteningOf } from "./wiring/shortening.ts";
import { stoppingOf } from "./wiring/stopping.ts";
import type { Surroundings } from "./wiring/surroundings.ts";
import { tryingOf } from "./wiring/trying.ts";

/** Everything that follows from one configuration. Never changed: another configuration makes another Runtime. */
export type Runtime = {
  readonly generation: number;
  readonly config: Config;
  readonly dialects: readonly Dialect[];
  readonly pipeline: (exchange: Exchange) => Promise<Response>;
  /** Sends an exchange of our own to its target, past all features. */
  readonly direct: (exchange: Exchange) => Promise<Response>;
  /** The user's own middleware in it. */
  readonly own: readonly OwnRunner[];
  /** The names of the features in it, the outermost first. */
  readonly features: readonly string[];
  readonly guardRules: Omit<GuardRules, "port" | "hosts">;
  readonly bodyRules: BodyRules;
  readonly egress: Egress;
  /** Which models upstreams have. */
  readonly lists: ModelLists;
  readonly table: Table;
  /** How upstreams are looked at without a request. */
  readonly probing: Omit<Probing, "upstreams">;
};

/** Builds a Runtime; throws where the configuration cannot be, and nothing has changed then. */
export const buildRuntime = (config: Config, around: Surroundings, generation: number): Runtime => {
  const { values } = config;
  const { paranoid } = around;
  const looked = (run: Runtime["pipeline"]): Runtime["pipeline"] => paranoid?.pipeline(generation, run) ?? run;
  const own = around.isSafeMode ? [] : around.own.take(values.middlewares);
  const calls = callServices(values, around);
  const forward = (exchange: Exchange, target: Target): Promise<Response> =>
    exchange.upgrade === null
      ? new Call(calls, exchange, target).run()
      : new WebSocketCall(calls, exchange, target, exchange.upgrade).run();
  const routing = routingOf(values, around);
  const lists = createModelLists({ ...calls, dialects, limitMs: listMs * around.timescale });
  const services = {
    upstreams: around.upstreams,
    providers,
    ...{ ...routing, drawsPlaces: drawsPlaces(routing.table) },
    ...shorteningOf(values, around),
    ...{ ...limitingOf(values, around), ...cachingOf(values, around), ...stoppingOf(values, around) },
    lists,
    dialects,
    tokens: around.meter.tokens,
    locate: around.locate,
    needsToken: () => !values["server.loopback_without_token"],
    injectsUsage: values["meter.inject_usage"],
    refuseToken: around.tokens.refuse,
    tracer: around.traces.tracer(traceRulesFrom(values, around.home)),
    keeper: around.kept.keeper(values["view.keep_bytes"]),
    printer: printerOf(values, around),
    sessions: around.sessions,
    pins: around.pins,
    own,
    ...{ ownFailed: around.ownFailed, planned: around.planned },
    forward: paranoid?.forward(forward) ?? forward,
    ...tryingOf(values, around, calls),
    saysItInOldWords: () => values["compat.vidurai_header"],
  };
  const features = featuresFor(middleware, around.isSafeMode);
  const pipeline = compose(features.map(({ create }) => create(services)));
  return {
    ...{ generation, config, dialects, own, lists },
    pipeline: looked(pipeline),
    direct: looked(compose(bareMiddleware.map(({ create }) => create(services)))),
    features: features.map(({ name }) => name),
    guardRules: guardRules(values),
    egress: calls.egress,
    table: routing.table,
    probing: probingOf(values, calls, around.timescale),
    bodyRules: bodyRules(values, around),
  };
};

/** So long a list of models is waited for. */
const listMs = 3000;

/** Some vendors say nothing for a while and then that they are overloaded; longer than this no good answer waits. */
const openingMs = 15_000;

/** Proxies and clients on the way give a connection up that is quiet for longer, some after 15 seconds. */
const keepAliveMs = 10_000;

/** What it is decided with where requests go. */
const routingOf = (
  values: Values,
  { upstreams, meter, modelFacts }: Surroundings,
): Pick<PlanServices, "table" | "windowOf" | "estimate" | "pinOf" | "sessionOf"> => ({
  table: tableFrom(values, upstreams, providers),
  windowOf: (upstream, model) => modelFacts(upstream, model).windowTokens,
  estimate: (chat, model) => meter.tokens.measureInput(chat, { model }).tokens,
  pinOf: ({ notes }) => notes.pin,
  sessionOf: namedBy,
});

const printerOf = (values: Values, { log }: Surroundings): Services["printer"] =>
  values["printer.enabled"]
    ? {
        requests: values["printer.requests"],
        responses: values["printer.responses"],
        bodies: values["printer.bodies"],
        write: log.write,
      }
    : null;

const callServices = (values: Values, around: Surroundings): CallServices => {
  const scaled = (ms: number): number => ms * around.timescale;
  return {
    providers,
    watchdog: around.watchdog,
    underWay: around.underWay,
    tick: around.tick,
    names: around.names,
    onWarnings: around.onWarnings,
    measure: around.meter.measure,
    tell: (exchange) => around.meter.tell(exchange, around.tick),
    modelFacts: around.modelFacts,
    autoCache: values["translate.auto_cache"],
    shelf: createShelf(),
    dialectAt: (path) => dialects.find(({ speaks }) => speaks(path)) ?? null,
    isBlackHole,
    witness: around.paranoid?.witness ?? null,
    pools: createPools(),
    egress: createEgress(values["egress.proxy"], values["egress.no_proxy"]),
    limits: {
      connectMs: scaled(values["timeouts.connect_ms"]),
      firstByteMs: scaled(values["timeouts.first_byte_ms"]),
      firstByteStreamMs: scaled(values["timeouts.first_byte_stream_ms"]),
      streamIdleMs: scaled(values["timeouts.stream_idle_ms"]),
      writeStallMs: scaled(values["timeouts.write_stall_ms"]),
      lingerMs: scaled(values["timeouts.linger_ms"]),
      keepAliveMs: scaled(keepAliveMs),
      openingMs: scaled(openingMs),
      socketIdleMs: scaled(values["timeouts.websocket_idle_ms"]),
    },
    maxMessageBytes: values["limits.max_body_bytes"],
  };
};

const guardRules = (values: Values): Runtime["guardRules"] => ({
  host: values["server.host"],
  allowedHosts: values["server.allowed_hosts"],
  allowedOrigins: values["server.allowed_origins"],
  maxUrlBytes: values["limits.max_url_bytes"],
});

const bodyRules = (values: Values, { watchdog, timescale }: Surroundings): BodyRules => ({
  watch: watchdog.watch,
  limits: {
    heldBytes: values["limits.held_body_bytes"],
    maxBytes: values["limits.max_body_bytes"],
    stallMs: values["timeouts.upload_stall_ms"] * timescale,
  },
});
