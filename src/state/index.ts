import type { OwnAnswers } from "../core/own-call.ts";
import { seldom } from "../lib/seldom.ts";
import { openStops, type Stops } from "./budgets/open.ts";
import { choiceStore, choicesInMemory } from "./choices.ts";
import { Kept } from "./kept/index.ts";
import type { Ledger } from "./ledger/index.ts";
import { ledgerIn } from "./ledger/open.ts";
import { type Audit, createAudit } from "./logs/audit.ts";
import { createLog, type Log } from "./logs/log.ts";
import { createPerformance, type Performance } from "./logs/performance.ts";
import { usualRotation } from "./logs/rotation.ts";
import type { Memory } from "./memory/index.ts";
import type { Learning } from "./memory/learning.ts";
import { answersIn, learningIn, memoryIn, shadowWith } from "./memory/open.ts";
import { type Overrides, openOverrides } from "./memory/overrides.ts";
import type { Shadow } from "./memory/shadow.ts";
import { createMetrics, type Metrics } from "./metrics/index.ts";
import type { StateOptions } from "./options.ts";
import { openPins, type Pins } from "./pins.ts";
import { createReceipts, type Receipts } from "./receipts.ts";
import { createSeries, type SeriesKeeper } from "./series/index.ts";
import type { Sessions } from "./sessions/index.ts";
import { sessionsIn } from "./sessions/open.ts";
import { followed, isTogether, type Together, togetherIn } from "./shared/together.ts";
import { createTally, type Tally } from "./tally.ts";
import { createToday, type Today } from "./today.ts";
import { createTraces, type Traces } from "./traces/index.ts";
import { createUpstreams, type Upstreams } from "./upstreams.ts";

/** Everything that outlives a request and a configuration. */
export type State = Together & {
  readonly upstreams: Upstreams;
  readonly ledger: Ledger;
  readonly sessions: Sessions;
  readonly pins: Pins;
  readonly overrides: Overrides;
  readonly memory: Memory;
  readonly learning: Learning;
  /** What models have answered to questions of our own. */
  readonly answers: OwnAnswers;
  readonly shadow: Shadow;
  readonly tally: Tally;
  readonly today: Today;
  readonly metrics: Metrics;
  readonly series: SeriesKeeper;
  readonly kept: Kept;
  readonly receipts: Receipts;
  readonly log: Log;
  readonly audit: Audit;
  readonly performance: Performance;
  readonly traces: Traces;
  /** What may be spent, and what is a loop. */
  readonly stops: Stops;
};

/** How often a disk that fails is told of on stderr. */
const warnEveryMs = 60_000;

/** Opens all stores of one home. */
export const openState = (options: StateOptions): State => {
  const { paths, clock, logLevel, upstreams, start, startedBy, isKept = true } = options;
  const warn = seldom(options.warn, warnEveryMs, clock.tick);
  const journal = (file: string) => ({
    file: isKept ? file : null,
    now: clock.now,
    rotation: options.rotation ?? usualRotation,
    onTrouble: (why: string) => warn(`Cannot write ${file} (${why}); lines are dropped, traffic goes on.`),
  });
  const log = createLog({ ...journal(paths.log), level: logLevel });
  const tally = createTally(clock.now);
  const { shared, ...known } = togetherIn(options, log, tally);
  const board = isTogether(shared) ? shared.board : null;
  const pins = openPins(isKept ? paths.pins : null, clock.now, board);
  const shadow = shadowWith(options, log);
  const overrides = openOverrides(isKept ? paths.overrides : null, clock.now, board);
  const memory = memoryIn(options, shared, log);
  const learning = learningIn(options, memory, log);
  const learn = (over: readonly string[]): void => void learning.over(over);
  const ledger = ledgerIn(options, log, warn);
  const audit = createAudit(journal(paths.audit));
  const stops = openStops({
    ...{ ledger, clock, log, audit, notices: known.notices, shared, random: Math.random },
    file: isKept ? paths.budgets : null,
  });
  const sessions = sessionsIn(options, {
    ...{ shared, shadow, loops: stops.loops, onOver: forgettingIn(pins, overrides, { forget: learn }) },
    onTrouble: (what) => log.write("warn", "sessions", { what }),
  });
  const chosen = createUpstreams(upstreams, start, isKept ? choiceStore(paths.state) : choicesInMemory(), startedBy);
  return {
    ...{ log, ledger, sessions, pins, overrides, stops, audit },
    traces: createTraces({
      ...{ now: clock.now, isKept },
      onTrouble: (why) => warn(`Cannot write traces (${why}); they are dropped, traffic goes on.`),
    }),
    performance: createPerformance(journal(paths.performance), options.logsPerformance ?? false),
    upstreams: board === null ? chosen : followed(chosen, board, options, { log, ...known }),
    today: createToday({ now: clock.now, ask: async (since) => (await ledger.stats({ since, by: "status" })).total }),
    ...{ shadow, memory, learning, shared, ...known },
    answers: answersIn(options, log),
    tally,
    metrics: createMetrics(() => sessions.view(), shadow),
    series: createSeries(clock.now),
    ...{ kept: new Kept(), receipts: createReceipts() },
  };
};

/** What was said of conversations goes with them. */
const forgettingIn =
  (...said: readonly Pick<Pins, "forget">[]): Pins["forget"] =>
  (over) => {
    for (const { forget } of said) forget(over);
  };

/** Writes what waits and closes the files. Never rejects. */
export const closeStores = async (state: State): Promise<void> => {
  const { sessions, ledger, memory, learning, answerCache, shared, daemons, availability } = state;
  availability.stop();
  await Promise.all([sessions.stop(), ledger.stop()]);
  learning.close();
  memory.close();
  answerCache.close();
  await daemons.leave();
  await shared.close();
};
