import type { Accounts } from "./core/accounts.ts";
import type { RequestSummary } from "./core/notice.ts";
import type { Outcome } from "./core/outcome.ts";
import type { Meter } from "./meter/index.ts";
import type { State } from "./state/index.ts";
import type { LogFields, LogLevel } from "./state/log.ts";

/** Books what the listener tells: one row and one notice per request, a log line when its level is kept; counters for who was turned away. */
export const accountsOf = ({ ledger, tally, notices, log }: State, meter: Pick<Meter, "bill">): Accounts => ({
  open: (exchange) => {
    ledger.open(exchange);
    tally.accept();
    if (notices.listeners() === 0) return;
    const { id, path, client, request } = exchange;
    notices.send({ type: "request-started", id, method: request.method, path, client });
  },
  close: (exchange, outcome) => {
    exchange.notes.bill = meter.bill(exchange, outcome);
    const request = ledger.close(exchange, outcome);
    tally.end(request, exchange.notes.retryAfterMs);
    if (notices.listeners() > 0) notices.send({ type: "request-ended", request });
    const level = levelOf(outcome);
    if (log.keeps(level)) log.write(level, "request", lineOf(request, exchange.plan.rule));
  },
  refused: (error, id) => {
    tally.refuse();
    if (error.code === "token_tries") return; // a thousand guesses a second are one story, and it has been told
    log.write("warn", "refused", { id, error: error.code, why: error.message });
  },
  mistake: (error, id) => {
    tally.mistake();
    const { cause } = error;
    // A cause may hold a URL or a header: only its name and the place in our own code are kept.
    const place = cause instanceof Error ? (cause.stack?.split("\n").find((line) => line.includes("/src/")) ?? "") : "";
    log.write("error", "internal", {
      id,
      what: cause instanceof Error ? cause.name : typeof cause,
      place: place.trim(),
    });
  },
});

/** What went well is in the ledger and worth a line only to who debugs; a client that leaves is everyday life. */
const levelOf = ({ code, status }: Outcome): LogLevel => {
  if (code === "--" && status !== null && status < 400) return "debug";
  return code.startsWith("C") ? "info" : "warn";
};

const lineOf = (request: RequestSummary, rule: string): LogFields => ({
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
  why: rule,
});
