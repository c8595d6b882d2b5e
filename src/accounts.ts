import type { Outcome } from "./core/outcome.ts";
import type { Accounts } from "./server/listen.ts";
import type { State } from "./state/index.ts";

/** Books what the listener tells: one row, one notice and one log line per request; counters for who was turned away. */
export const accountsOf = ({ ledger, tally, notices, log }: State): Accounts => ({
  open: (exchange) => {
    ledger.open(exchange);
    tally.accept();
    if (notices.listeners() === 0) return;
    const { id, path, client, request } = exchange;
    notices.send({ type: "request-started", id, method: request.method, path, client });
  },
  close: (exchange, outcome) => {
    const request = ledger.close(exchange, outcome);
    tally.end(request);
    if (notices.listeners() > 0) notices.send({ type: "request-ended", request });
    log.write(isOrdinary(outcome) ? "info" : "warn", "request", {
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
      why: exchange.plan.rule,
    });
  },
  refused: (error, id) => {
    tally.refuse();
    log.write("warn", "refused", { id, error: error.code, why: error.message });
  },
  mistake: (error, id) => {
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

/** Proper ends and clients that leave are everyday life, whatever the vendor's status was. */
const isOrdinary = ({ code }: Outcome): boolean => code === "--" || code.startsWith("C");
