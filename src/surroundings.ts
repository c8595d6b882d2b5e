import { ownFailuresTo, plansTo } from "./accounts.ts";
import { builtInModels } from "./config/models/load.ts";
import type { Exchange } from "./core/exchange.ts";
import { modelThere, targetOf } from "./core/routed.ts";
import { seldom } from "./lib/seldom.ts";
import { type DaemonOptions, timescaleIn } from "./lifecycle/opening.ts";
import { Gate } from "./limits/gate.ts";
import { createEngine } from "./memory/engine/index.ts";
import { Counting, type VendorCounter } from "./memory/savings/counting.ts";
import { createMeter } from "./meter/index.ts";
import { modelFactsAt } from "./meter/model-facts.ts";
import { createPrices } from "./meter/prices/index.ts";
import { familyOf } from "./meter/tokens/families.ts";
import { createTokens, type Tokens } from "./meter/tokens/index.ts";
import { createOwnCallsHost } from "./own-calls.ts";
import { createOwnMiddlewares } from "./own-middleware/index.ts";
import type { Paranoid } from "./paranoid/index.ts";
import { providers } from "./providers/index.ts";
import type { TokenCheck } from "./server/token-check.ts";
import type { SimulatorHost } from "./simulator-host.ts";
import type { State } from "./state/index.ts";
import { createNames, systemLookup } from "./upstream/names.ts";
import type { UnderWay } from "./upstream/relay.ts";
import { createWatchdog } from "./upstream/watchdog.ts";
import type { Surroundings } from "./wiring/surroundings.ts";

type Parts = {
  readonly options: Pick<DaemonOptions, "clock" | "env" | "paths">;
  readonly state: State;
  readonly simulator: SimulatorHost;
  readonly tokens: TokenCheck;
  readonly paranoid: Paranoid | null;
  readonly isSafeMode: boolean;
  readonly isExposed: boolean;
};

/** How often it is told that nothing can be left out: a disk that is full is so for every request. */
const failureEveryMs = 60_000;

const storesIn = ({ sessions, pins, stays, memory, answers, shadow, traces, kept, log, stops, ...beside }: State) => ({
  ...{ sessions, pins, stays, memory, answers, shadow, traces, kept, log, stops },
  ...{ answerCache: beside.answerCache, secret: beside.secret },
});

/** How the vendor counts that a request goes to: the simulator by its own rule, all others about as their models' families do. */
const counterFor =
  ({ count }: Pick<Tokens, "count">, simulator: Pick<SimulatorHost, "count">) =>
  (exchange: Exchange): VendorCounter => {
    const provider = targetOf(exchange.plan, exchange.notes.upstream)?.upstream.provider ?? null;
    const quirks = providers.find(({ name }) => name === provider)?.quirks;
    if (quirks?.ownCount === true) return { name: "own", count: simulator.count, isVendors: true };
    const { encoding } = familyOf(modelThere(exchange) ?? "");
    const counted = async (texts: readonly string[]): Promise<readonly number[] | null> => {
      const { tokens, isExact } = await count(texts, encoding);
      return isExact ? tokens : null;
    };
    return { name: encoding, count: counted, isVendors: false };
  };

/** Everything of a daemon that outlives its configurations, made once. */
export const createSurroundings = (parts: Parts): Surroundings => {
  const { options, state, simulator, tokens, paranoid, isSafeMode, isExposed } = parts;
  const { clock, env, paths } = options;
  const timescale = timescaleIn(env);
  const prices = createPrices({
    providers,
    builtIn: builtInModels,
    onTrouble: (source) => state.log.write("error", "prices not loaded", { source }),
  });
  const meter = createMeter(prices, createTokens());
  const tellFailure = (what: string): void => state.log.write("error", "memory failed open", { what });
  const toldFailure = seldom(tellFailure, failureEveryMs, clock.tick);
  const memoryFailed = (what: string): void => {
    state.metrics.failOpen();
    toldFailure(what);
  };
  return {
    upstreams: state.upstreams,
    availability: state.availability,
    ...storesIn(state),
    ...{ overrides: state.overrides, learning: state.learning, isSafeMode, isExposed },
    engine: createEngine({
      ...{ replay: state.memory.replay, originals: state.memory.originals, measure: meter.measure },
      ...{ tick: clock.tick, onFailure: memoryFailed },
    }),
    memoryFailed,
    counting: new Counting(counterFor(meter.tokens, simulator), meter.measure),
    ownCalls: createOwnCallsHost(state, clock, simulator.locate),
    watchdog: createWatchdog(clock.tick, Math.max(5, 250 * timescale)),
    underWay: new Set<UnderWay>(),
    paranoid,
    tick: clock.tick,
    now: clock.now,
    gate: new Gate(state.shared.counters, clock),
    locate: simulator.locate,
    names: createNames(systemLookup, clock.tick),
    tokens,
    home: paths,
    own: createOwnMiddlewares(timescale),
    ownFailed: ownFailuresTo(state),
    planned: plansTo(state.notices),
    meter,
    prices,
    modelFacts: (upstream, model) => modelFactsAt(model, upstream, { prices, now: clock.now() }),
    onWarnings: state.tally.warn,
    timescale,
  };
};
