import type { Availabilities } from "../availability/index.ts";
import type { Paths } from "../config/paths.ts";
import type { OwnAnswers } from "../core/own-call.ts";
import type { ModelFacts } from "../core/price.ts";
import type { Upstream } from "../core/provider.ts";
import type { Gate } from "../limits/gate.ts";
import type { Engine } from "../memory/engine/index.ts";
import type { Counting } from "../memory/savings/counting.ts";
import type { Meter } from "../meter/index.ts";
import type { PriceBook } from "../meter/prices/index.ts";
import type { OwnServices } from "../middleware/own.ts";
import type { PlanServices } from "../middleware/plan.ts";
import type { OwnCallsHost } from "../own-calls.ts";
import type { OwnMiddlewares } from "../own-middleware/index.ts";
import type { Paranoid } from "../paranoid/index.ts";
import type { TokenCheck } from "../server/token-check.ts";
import type { Stops } from "../state/budgets/open.ts";
import type { AnswerCache } from "../state/cache/index.ts";
import type { Kept } from "../state/kept/index.ts";
import type { Log } from "../state/logs/log.ts";
import type { Memory } from "../state/memory/index.ts";
import type { Learning } from "../state/memory/learning.ts";
import type { Overrides } from "../state/memory/overrides.ts";
import type { Shadow } from "../state/memory/shadow.ts";
import type { Pins } from "../state/pins.ts";
import type { Sessions } from "../state/sessions/index.ts";
import type { Stays } from "../state/stays.ts";
import type { Traces } from "../state/traces/index.ts";
import type { Upstreams } from "../state/upstreams.ts";
import type { Names } from "../upstream/names.ts";
import type { UnderWay } from "../upstream/relay.ts";
import type { Watchdog } from "../upstream/watchdog.ts";

/** What outlives a configuration. */
export type Surroundings = {
  readonly upstreams: Upstreams;
  /** Which of their places can be asked. */
  readonly availability: Pick<Availabilities, "under" | "keyHomes" | "probe">;
  readonly sessions: Sessions;
  readonly pins: Pick<Pins, "size" | "of">;
  readonly stays: Stays;
  readonly overrides: Pick<Overrides, "size" | "of">;
  /** What pays in which project. */
  readonly learning: Pick<Learning, "armOf">;
  /** What may be spent, and what is a loop. */
  readonly stops: Stops;
  /** Whether other machines can reach it. */
  readonly isExposed: boolean;
  /** What was left out of conversations. */
  readonly memory: Memory;
  /** What could have been left out where nothing is. */
  readonly shadow: Pick<Shadow, "set">;
  /** Leaves things out of them; what it has at hand outlives a configuration. */
  readonly engine: Engine;
  /** Hears that nothing new could be left out of a request. */
  readonly memoryFailed: (what: string) => void;
  /** Counts what was left out of requests while they are answered. */
  readonly counting: Pick<Counting, "begin" | "of">;
  /** Asks models what the memory needs, in the background. */
  readonly ownCalls: OwnCallsHost;
  /** Answers that are kept to be given again. */
  readonly answerCache: AnswerCache;
  /** A secret of this installation. */
  readonly secret: () => string;
  /** What they have answered. */
  readonly answers: Pick<OwnAnswers, "get">;
  readonly watchdog: Watchdog;
  readonly underWay: Set<UnderWay>;
  /** Wall clock. */
  readonly now: () => number;
  readonly tick: () => number;
  /** Lets requests through as limits allow. */
  readonly gate: Gate;
  readonly locate: (upstream: Upstream) => Promise<Upstream>;
  /** Where the names of upstreams lead. */
  readonly names: Names;
  readonly tokens: Pick<TokenCheck, "refuse">;
  readonly home: Pick<Paths, "home" | "traces">;
  readonly traces: Pick<Traces, "tracer">;
  /** Keeps the latest requests so that people can look at them. */
  readonly kept: Pick<Kept, "keeper">;
  readonly log: Pick<Log, "write">;
  readonly own: OwnMiddlewares;
  readonly ownFailed: OwnServices["ownFailed"];
  /** Hears where each exchange goes. */
  readonly planned: PlanServices["planned"];
  /** Counts and prices what passes. */
  readonly meter: Meter;
  /** What models cost; a changed models.yaml is told to it. */
  readonly prices: PriceBook;
  /** What is known of a model at an upstream. */
  readonly modelFacts: (upstream: Upstream, model: string | null) => ModelFacts;
  /** Hears how many events of a stream were out of its format's order. */
  readonly onWarnings: (count: number) => void;
  /** Shortens every limit, so that tests need not wait for minutes; 1 outside tests. */
  readonly timescale: number;
  /** Whether only what passing on needs is run, because the daemon has crashed again and again. */
  readonly isSafeMode: boolean;
  /** Looks on while requests pass; null = nobody does. */
  readonly paranoid: Paranoid | null;
};
