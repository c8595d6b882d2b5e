import type { Accounts } from "./core/accounts.ts";
import { asProxyError, type FailureCode } from "./core/errors.ts";
import type { Exchange } from "./core/exchange.ts";
import type { RequestSummary } from "./core/notice.ts";
import type { Outcome } from "./core/outcome.ts";
import type { OwnCalls } from "./core/own-call.ts";
import { toldPath } from "./core/place.ts";
import { sentOf } from "./core/routed.ts";
import { type Bill, noUsage, type Usage } from "./core/usage.ts";
import { type Bucket, createBucket } from "./lib/bucket.ts";
import { bookedSavings } from "./memory/savings/booked.ts";
import type { Counting } from "./memory/savings/counting.ts";
import type { Meter } from "./meter/index.ts";
import type { OwnServices } from "./middleware/own.ts";
import type { PlanServices } from "./middleware/plan.ts";
import type { State } from "./state/index.ts";
import type { LogFields, LogLevel } from "./state/logs/log.ts";

/** Refusals of one kind that are told one by one; then so many a second, each with the number of those between. */
const toldRefusals = 20;
const toldPerSecond = 0.2;

/** Lets some refusals of each kind through to the log, and counts the others: whoever hammers at the door must not fill a disk. */
const refusalsTold = (tick: () => number): ((code: FailureCode) => number | null) => {
  const kinds = new Map<FailureCode, { readonly bucket: Bucket; untold: number }>();
  return (code) => {
    const kind = kinds.get(code) ?? { bucket: createBucket(toldRefusals, toldPerSecond, tick), untold: 0 };
    kinds.set(code, kind);
    if (kind.bucket.take() > 0) {
      kind.untold++;
      return null;
    }
    const { untold } = kind;
    kind.untold = 0;
    return untold;
  };
};

/** What bills are made with; calls of our own for a conversation are on the bill of its next request. */
type Billing = {
  readonly meter: Pick<Meter, "bill" | "cost">;
  readonly ownCalls?: Pick<OwnCalls, "takeCost">;
  readonly counting?: Pick<Counting, "of">;
};

/** Books what the listener tells: one row and one notice per request, a log line when its level is kept; counters for who was turned away. */
export const accountsOf = (
  { ledger, sessions, tally, series, receipts, notices, log, ...books }: State,
  billing: Billing,
  tick: () => number,
  told = refusalsTold(tick),
): Accounts => ({
  open: (exchange) => {
    ledger.open(exchange);
    receipts.open(exchange);
    tally.accept();
    series.open();
    if (notices.listeners() === 0) return;
    const { id, startedAt, client, request } = exchange;
    const path = toldPath(exchange.path);
    const dialect = exchange.dialect?.name ?? null;
    notices.send({ type: "request-started", id, startedAt, method: request.method, path, dialect, client });
  },
  close: (exchange, outcome) => {
    sessions.join(exchange); // an answer may come before anybody has looked
    exchange.notes.bill = orUnknown(
      () => billing.meter.bill(exchange, outcome, sessions.input(exchange)),
      (thrown) => mistakesTo({ tally, log })(asProxyError(thrown), exchange.id),
    );
    books.answerCache.ended(exchange, outcome);
    sessions.ended(exchange, outcome, (usage) => billing.meter.cost(exchange, usage));
    bookSavings(exchange, billing, books.shadow);
    learnFrom(exchange, outcome, books.learning);
    const request = ledger.close(exchange, outcome);
    tally.end(request, exchange.notes.tries);
    addUp(request, exchange, { series, ...books });
    receipts.close(exchange, request);
    if (notices.listeners() > 0) tell(request, notices);
    if (request.prefixBreak === "undeclared") log.write("warn", "memory broke a prefix", { id: request.id });
    books.performance.note(exchange, request);
    books.kept.end(exchange);
    const level = levelOf(outcome);
    if (!log.keeps(level)) return;
    const untold = isAtTheDoor(request) ? told(request.error) : 0;
    if (untold !== null) log.write(level, "request", lineOf(request, exchange, untold));
  },
  refused: (error, id) => {
    tally.refuse();
    series.refuse();
    if (error.code === "token_tries") return; // a thousand guesses a second are one story, and it has been told
    const untold = told(error.code);
    if (untold === null) return;
    log.write("warn", "refused", { id, error: error.code, why: error.message, ...moreOf(untold) });
  },
  mistake: mistakesTo({ tally, log }),
});

/** Sums of the day, of the last hour and for machines. */
const addUp = (
  request: RequestSummary,
  exchange: Exchange,
  { today, metrics, series, stops }: Pick<State, "today" | "metrics" | "series" | "stops">,
): void => {
  const { notes } = exchange;
  void stops.budgets.ended(exchange, request);
  today.end(request);
  metrics.end(request, notes.losses, notes.forwarded?.changes, notes.tries);
  series.end(request);
};

/** Tells who watches where a request goes: until it ends nothing else does. */
export const plansTo =
  ({ listeners, send }: State["notices"]): PlanServices["planned"] =>
  (exchange, { name: upstream, provider }) => {
    if (listeners() === 0) return;
    const { id, startedAt, notes } = exchange;
    const { model, stream, tries } = notes;
    const last = tries.at(-1);
    const moved = last === undefined ? {} : { movedFrom: { upstream: last.upstream, reason: last.reason } };
    send({ type: "request-planned", id, startedAt, model, upstream, provider, stream, ...sentOf(exchange), ...moved });
  };

/** What was left out is worth what the bill would have been more. */
const bookSavings = (exchange: Exchange, { meter, ownCalls, counting }: Billing, shadow: State["shadow"]): void => {
  const { notes } = exchange;
  const cost = (usage: Usage): number | null => meter.cost(exchange, usage);
  shadow.ended(exchange, cost);
  const savings = bookedSavings(
    exchange,
    cost,
    notes.session === null ? 0 : (ownCalls?.takeCost(notes.session.id) ?? 0),
    counting?.of(exchange) ?? null,
  );
  if (savings === null) return;
  notes.savings = savings;
  notes.saved = { tokens: savings.grossTokens, costMicros: savings.netMicros };
};

/** What was picked for its conversation is judged by what came of it; where others have said the mode, by nothing. */
const learnFrom = ({ notes }: Exchange, { status }: Outcome, learning: State["learning"]): void => {
  const { memory, session, bill, saved, forwarded } = notes;
  if (memory?.by !== "learned" || session === null || bill?.costMicros == null) return;
  learning.ended(session.id, {
    costMicros: bill.costMicros,
    savedMicros: saved.costMicros ?? 0,
    askedAgain: forwarded?.askedAgain ?? 0,
    isRepeated: forwarded?.isRepeated === true,
    isAnswered: status !== null && status < 400,
  });
};

/** A request has its row whatever is wrong with its bill: then nobody knows what it cost. */
const orUnknown = (bill: () => Bill, mistake: (thrown: unknown) => void): Bill => {
  try {
    return bill();
  } catch (thrown) {
    mistake(thrown);
    return { usage: noUsage, kind: "unknown", costMicros: null };
  }
};

/** Counts mistakes of ours and writes them down. */
const mistakesTo =
  ({ tally, log }: Pick<State, "tally" | "log">): Accounts["mistake"] =>
  ({ cause }, id) => {
    tally.mistake();
    // A cause may hold a URL or a header: only its name and the place in our own code are kept.
    const place = cause instanceof Error ? (cause.stack?.split("\n").find((line) => line.includes("/src/")) ?? "") : "";
    log.write("error", "internal", {
      id,
      what: cause instanceof Error ? cause.name : typeof cause,
      place: place.trim(),
    });
  };

/** Watchers hear of the end, and where a prompt cache was not read that could have been. */
const tell = (request: RequestSummary, { send }: State["notices"]): void => {
  send({ type: "request-ended", request });
  const { id, session, cacheBreak: why, cacheBreakMicros: costMicros } = request;
  if (why !== null && session !== null && costMicros !== 0)
    send({ type: "cache-broken", id, session, why, costMicros });
};

/** Books that a middleware of the user's failed on a request. */
export const ownFailuresTo =
  ({ tally, log }: Pick<State, "tally" | "log">): OwnServices["ownFailed"] =>
  ({ id, name, why, passes }) => {
    if (passes) tally.mistake(); // else the request's own error is counted
    log.write("error", "middleware failed", { id, middleware: name, why, passes });
  };

/** What went well is in the ledger and worth a line only to who debugs; a client that leaves is everyday life. */
const levelOf = ({ code, status }: Outcome): LogLevel => {
  if (code === "--" && status !== null && status < 400) return "debug";
  return code.startsWith("C") ? "info" : "warn";
};

/** Turned away for a token, which anybody can be as often as they like. */
const isAtTheDoor = (
  request: RequestSummary,
): request is RequestSummary & { readonly error: "token_required" | "token_tries" } =>
  request.error === "token_required" || request.error === "token_tries";

/** How many like it have not been told. */
const moreOf = (untold: number): LogFields => (untold === 0 ? {} : { untold });

const lineOf = (request: RequestSummary, { plan, notes }: Exchange, untold: number): LogFields => ({
  id: request.id,
  method: request.method,
  path: request.path,
  client: request.client,
  upstream: request.upstream,
  model: request.model,
  status: request.status,
  outcome: request.outcome,
  error: request.error,
  bytesIn: request.bytesIn,
  bytesOut: request.bytesOut,
  ms: Math.round(request.durationMs),
  why: plan.rule,
  ...(notes.remarks.length === 0 ? {} : { remarks: notes.remarks.map(({ by, text }) => `${by}: ${text}`).join("; ") }),
  ...moreOf(untold),
});
