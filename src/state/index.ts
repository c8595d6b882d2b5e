import type { Availabilities } from "../availability/index.ts";
import type { Paths } from "../config/paths.ts";
import type { Caller } from "../core/caller.ts";
import type { OwnAnswers } from "../core/own-call.ts";
import type { Upstream } from "../core/provider.ts";
import type { Board, Shared } from "../core/shared.ts";
import type { Clock } from "../lib/clock.ts";
import { once } from "../lib/once.ts";
import { seldom } from "../lib/seldom.ts";
import { measure } from "../meter/tokens/measure.ts";
import { openAvailability } from "./availability.ts";
import { openStops, type Stops } from "./budgets/open.ts";
import type { AnswerCache } from "./cache/index.ts";
import { answerCacheIn } from "./cache/open.ts";
import { createCallers } from "./callers.ts";
import { choiceStore, choicesInMemory } from "./choices.ts";
import { Kept } from "./kept/index.ts";
import { type Elsewhere, Ledger } from "./ledger/index.ts";
import { elsewhereTold } from "./ledger/told.ts";
import { type Keeping, keepAll } from "./ledger/upkeep.ts";
import { type Audit, createAudit } from "./logs/audit.ts";
import { createLog, type Log, type LogLevel } from "./logs/log.ts";
import { createPerformance, type Performance } from "./logs/performance.ts";
import type { Rotation } from "./logs/rotating-file.ts";
import { usualRotation } from "./logs/rotation.ts";
import { openAnswers } from "./memory/answers.ts";
import { type Memory, openMemory } from "./memory/index.ts";
import { type Learning, openLearning } from "./memory/learning.ts";
import { type Overrides, openOverrides } from "./memory/overrides.ts";
import { Shadow } from "./memory/shadow.ts";
import { createMetrics, type Metrics } from "./metrics/index.ts";
import { createNotices, type Notices } from "./notices.ts";
import { openPins, type Pins } from "./pins.ts";
import { createReceipts, type Receipts } from "./receipts.ts";
import { createSeries, type SeriesKeeper } from "./series/index.ts";
import { Sessions } from "./sessions/index.ts";
import { newSalt, saltIn } from "./sessions/salt.ts";
import { sessionsInMemory } from "./sessions/store.ts";
import { sessionsInFile } from "./sessions/thread.ts";
import { openShared, type StoreOptions } from "./shared/index.ts";
import { sharedReplay } from "./shared/replay.ts";
import { sharedUpstreams } from "./shared/upstreams.ts";
import { openStays, type Stays } from "./stays.ts";
import { createTally, type Tally } from "./tally.ts";
import { createToday, type Today } from "./today.ts";
import { createTraces, type Traces } from "./traces/index.ts";
import { type ChosenBy, createUpstreams, type Upstreams } from "./upstreams.ts";

/** Everything that outlives a request and a configuration. */
export type State = {
  readonly upstreams: Upstreams;
  /** Which of them can be asked. */
  readonly availability: Availabilities;
  readonly ledger: Ledger;
  readonly sessions: Sessions;
  readonly pins: Pins;
  readonly stays: Stays;
  readonly overrides: Overrides;
  readonly memory: Memory;
  readonly learning: Learning;
  /** Answers that are kept to be given again. */
  readonly answerCache: AnswerCache;
  /** What models have answered to questions of our own. */
  readonly answers: OwnAnswers;
  readonly shadow: Shadow;
  readonly notices: Notices;
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
  /** What several daemons know together. */
  readonly shared: Shared;
  /** Resolves when it was tried to be one with the other daemons: at once where there are none, else within seconds. */
  readonly joined: Promise<void>;
  /** Tells who sends a request. */
  readonly callerOf: (request: Request) => Caller;
  /** A secret of this installation. */
  readonly secret: () => string;
};

type Options = {
  readonly paths: Paths;
  readonly clock: Clock;
  /** Names this run of the daemon in the ledger. */
  readonly run: string;
  /** The run that is about to end: what it has open is still running. Null where none is. */
  readonly predecessor?: string | null;
  readonly logLevel: LogLevel;
  /** When log files are begun anew; never unless told. */
  readonly rotation?: Rotation;
  /** Whether the times of each request are written down. */
  readonly logsPerformance?: boolean;
  readonly upstreams: readonly Upstream[];
  /** The upstream to begin with: given by a flag, else the last choice, else by the file. */
  readonly start: string;
  /** Which of them it was. */
  readonly startedBy?: ChosenBy;
  /** Whether a row of each request is kept. */
  readonly keepsLedger: boolean;
  /** How long; for ever where it is missing. */
  readonly keeping?: Keeping;
  /** Where its rows go as well. */
  readonly elsewhere?: Elsewhere | null;
  /** How many conversations are known, and how long one lasts without a request. */
  readonly sessions?: { readonly maxSessions: number; readonly idleMs: number };
  /** What several daemons share; without it this one is alone. */
  readonly store?: StoreOptions;
  /** Whether anything is kept on the disk at all. */
  readonly isKept?: boolean;
  /** For who looks at the daemon's own output: what its log cannot tell. */
  readonly warn: (text: string) => void;
};

const openSessions = (
  { paths, clock, isKept = true, sessions }: Options,
  shadow: Shadow,
  loops: Stops["loops"],
  onOver: Pins["forget"],
  onTrouble: (what: string) => void,
): Sessions =>
  new Sessions({
    store: isKept ? sessionsInFile(paths.memory, onTrouble) : sessionsInMemory(),
    salt: isKept ? () => saltIn(paths.salt) : newSalt,
    now: clock.now,
    measure,
    onRead: (exchange, transcript, bytes) => {
      loops.read(exchange, transcript);
      shadow.take(exchange, transcript, bytes);
    },
    onOver,
    onTrouble,
    ...sessions,
  });

const openMemoryIn = (
  { paths: { replay, originals }, clock, isKept = true }: Options,
  shared: Shared,
  log: Log,
): Memory => {
  const onTrouble = (what: string): void => log.write("error", "memory", { what });
  const memory = openMemory(isKept ? { replay, originals } : { replay: null, originals: null }, clock.now, onTrouble);
  return isTogether(shared) ? { ...memory, replay: sharedReplay(memory.replay, shared, clock.now) } : memory;
};

const openShadow = ({ clock: { now, tick } }: Options, log: Log): Shadow =>
  new Shadow({ now, tick, measure, onTrouble: (what) => log.write("error", "shadow", { what }) });

const openLedgerIn = (options: Options, log: Log, warn: (text: string) => void): Ledger =>
  new Ledger({
    file: options.keepsLedger ? (options.isKept === false ? ":memory:" : options.paths.ledger) : null,
    run: options.run,
    predecessor: options.predecessor ?? null,
    keeping: options.keeping ?? keepAll,
    elsewhere: options.elsewhere ?? null,
    onElsewhere: elsewhereTold(log.write),
    tick: options.clock.tick,
    onTrouble: (message) => {
      log.write("error", message);
      warn(message);
    },
  });

/** How often a disk that fails is told of on stderr. */
const warnEveryMs = 60_000;

/** Opens all stores of one home. */
export const openState = (options: Options): State => {
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
  const shadow = openShadow(options, log);
  const overrides = openOverrides(isKept ? paths.overrides : null, clock.now, board);
  const memory = openMemoryIn(options, shared, log);
  const learning = learningFor(options, memory, log);
  const learn = (over: readonly string[]): void => void learning.over(over);
  const ledger = openLedgerIn(options, log, warn);
  const audit = createAudit(journal(paths.audit));
  const stops = openStops({
    ...{ ledger, clock, log, audit, notices: known.notices, shared, random: Math.random },
    file: isKept ? paths.budgets : null,
  });
  const onOver = forgettingIn(pins, overrides, { forget: learn });
  const sessions = openSessions(options, shadow, stops.loops, onOver, (what) =>
    log.write("warn", "sessions", { what }),
  );
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
    answers: answersFor(options, log),
    tally,
    metrics: createMetrics(() => sessions.view(), shadow),
    series: createSeries(clock.now),
    ...{ kept: new Kept(), receipts: createReceipts() },
  };
};

/** What several daemons know together, and by whose secret. */
const togetherIn = (
  { paths, clock, run, store, isKept = true }: Options,
  log: Log,
  tally: Tally,
): Pick<State, "shared" | "joined" | "callerOf" | "stays" | "notices" | "availability" | "secret" | "answerCache"> => {
  const { shared, joined } = openShared(isKept ? store : undefined, { now: clock.now, run, log, salt: paths.salt });
  const notices = createNotices();
  const secret = once(isKept ? () => saltIn(paths.salt) : newSalt);
  const answerCache = answerCacheIn(isKept ? paths.cache : null, { clock, shared, log });
  return {
    ...{ shared, joined, secret, answerCache, notices },
    callerOf: createCallers(secret),
    availability: openAvailability({ clock, shared, log, notices, onUp: tally.forget }),
    stays: openStays(shared.board, clock.now),
  };
};

const isTogether = (shared: Shared): boolean => shared.standing().state !== "alone";

/** Upstreams that follow where other daemons were sent; what a flag says at the start is newer than what was said before. */
const followed = (
  own: Upstreams,
  board: Board,
  { clock: { now }, startedBy }: Options,
  { log, notices }: Pick<State, "log" | "notices">,
): Upstreams =>
  sharedUpstreams(own, {
    ...{ board, now, since: startedBy === "flag" ? now() : null },
    onFollowed: (from, to) => {
      log.write("info", "another daemon has switched the upstream", { from, to });
      notices.send({ type: "upstream-switched", from, to });
    },
    onUnknown: (name) => log.write("warn", "other daemons have an upstream that is not known here", { upstream: name }),
  });

/** What was said of conversations goes with them. */
const forgettingIn =
  (...said: readonly Pick<Pins, "forget">[]): Pins["forget"] =>
  (over) => {
    for (const { forget } of said) forget(over);
  };

/** What was learned is written so long after it was, in one go. */
const learntAfterMs = 2000;

const learningFor = ({ paths, clock, isKept = true }: Options, { originals }: Memory, log: Log): Learning =>
  openLearning({
    file: isKept ? paths.learnt : null,
    now: clock.now,
    salt: isKept ? () => saltIn(paths.salt) : newSalt,
    random: Math.random,
    recallsOf: async (session) =>
      (await originals.list({ session, limit: Number.POSITIVE_INFINITY })).reduce(
        (sum, one) => sum + one.timesRecalled,
        0,
      ),
    later: (work) => setTimeout(work, learntAfterMs).unref(),
    onTrouble: (what) => log.write("error", "memory", { what }),
  });

const answersFor = ({ paths, clock, isKept = true }: Options, log: Log): OwnAnswers =>
  openAnswers({
    folder: isKept ? paths.answers : null,
    now: clock.now,
    onTrouble: (what) => log.write("warn", "answers of models cannot be kept", { what }),
  });

/** Writes what waits and closes the files. Never rejects. */
export const closeStores = async (state: State): Promise<void> => {
  const { sessions, ledger, memory, learning, answerCache, shared, availability } = state;
  availability.stop();
  await Promise.all([sessions.stop(), ledger.stop()]);
  learning.close();
  memory.close();
  answerCache.close();
  await shared.close();
};
