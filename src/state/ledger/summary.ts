import type { Exchange } from "../../core/exchange.ts";
import type { RequestSummary } from "../../core/notice.ts";
import type { Outcome } from "../../core/outcome.ts";

/** An exchange as a row and as a notice; without an outcome it is one that has been interrupted. */
export const summaryOf = (exchange: Exchange, outcome: Outcome | null): RequestSummary => ({
  id: exchange.id,
  startedAt: exchange.startedAt,
  method: exchange.request.method,
  path: exchange.path,
  dialect: exchange.dialect?.name ?? null,
  client: exchange.client,
  model: exchange.notes.model,
  upstream: exchange.notes.upstream,
  provider: exchange.notes.provider,
  stream: exchange.notes.stream,
  attempts: exchange.notes.attempts,
  status: outcome?.status ?? null,
  outcome: outcome?.code ?? "I?",
  error: outcome?.error ?? null,
  bytesIn: outcome?.bytesIn ?? exchange.notes.bytesIn,
  bytesOut: outcome?.bytesOut ?? exchange.notes.bytesOut,
  ttftMs: outcome?.ttftMs ?? null,
  durationMs: outcome?.durationMs ?? 0,
});
