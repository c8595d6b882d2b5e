import type { Exchange } from "../../core/exchange.ts";
import type { RequestSummary } from "../../core/notice.ts";
import type { Outcome } from "../../core/outcome.ts";
import { toldPath } from "../../core/place.ts";
import { sentOf } from "../../core/routed.ts";
import { noUsage } from "../../core/usage.ts";

/** An exchange as a row and as a notice; without an outcome it is one that has been interrupted. */
export const summaryOf = (exchange: Exchange, outcome: Outcome | null): RequestSummary => ({
  id: exchange.id,
  startedAt: exchange.startedAt,
  method: exchange.request.method,
  path: toldPath(exchange.path),
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
  modelUsed: exchange.notes.reported?.model ?? null,
  session: exchange.notes.session?.id ?? null,
  turn: exchange.notes.session?.turn ?? null,
  ...billed(exchange),
  savedTokens: exchange.notes.saved.tokens,
  savedMicros: exchange.notes.saved.costMicros,
  ...remembered(exchange),
  cacheBreak: exchange.notes.cache?.broke?.why ?? null,
  cacheBreakMicros: exchange.notes.cache?.broke?.costMicros ?? null,
  ...sentOf(exchange),
  ...answeredFrom(exchange),
  rule: exchange.plan.targets.length === 0 ? null : exchange.plan.rule,
});

/** Whether it came out of our own cache, and what that kept from being spent. */
const answeredFrom = ({ notes: { answerCache } }: Exchange) => {
  const avoided = answerCache?.state === "hit" ? answerCache.avoided : null;
  return {
    answerCache: answerCache?.state ?? null,
    avoidedInputTokens: avoided?.inputTokens ?? null,
    avoidedOutputTokens: avoided?.outputTokens ?? null,
    avoidedMicros: avoided?.costMicros ?? null,
  };
};

/** What was left out of it, and what that took away again. */
const remembered = ({ notes: { savings, forwarded, cache } }: Exchange) => ({
  readsLostMicros: savings === null ? 0 : savings.readsLostMicros,
  extraWritesMicros: savings === null ? 0 : savings.extraWritesMicros,
  ownCallsMicros: savings?.ownCallsMicros ?? 0,
  memoryMode: forwarded?.mode ?? null,
  memoryEdits: forwarded?.edits ?? 0,
  prefixBreak: forwarded?.batch ?? (cache?.isOurs === true ? ("undeclared" as const) : null),
});

/** What has no bill yet was interrupted, and nobody knows what it cost. */
const billed = ({ notes: { bill, reported } }: Exchange) => {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens } = bill?.usage ?? noUsage;
  return {
    inputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens,
    reasoningTokens,
    usageAnomalies: reported?.anomalies ?? 0,
    costKind: bill?.kind ?? "unknown",
    costMicros: bill?.costMicros ?? null,
  };
};
