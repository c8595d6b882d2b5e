import type { Notes, Plan } from "../../core/exchange.ts";
import type { RequestSummary } from "../../core/notice.ts";
import { toldQuery } from "../../core/place.ts";
import type { ShownCache, ShownHeaders, Timeline } from "../../core/request-detail.ts";
import { toldHeaders } from "../../core/told-headers.ts";
import { noUsage } from "../../core/usage.ts";
import { redacted } from "../../lib/redact.ts";
import type { Billed } from "../../meter/bill-lines.ts";

/** Every header by its name; of those that may hold a secret the value is hidden. */
export const shownHeaders = (headers: Headers): ShownHeaders => {
  const told = toldHeaders(headers);
  return [...headers.keys()].map((name) => [name, redacted(told[name] ?? hidden)]);
};

const hidden = "...";

/** Where a request went: origin and path, and of the query what may be seen. */
export const shownUrl = ({ targets }: Plan, upstream: string | null): string | null => {
  const target = targets.find((one) => one.upstream.name === upstream) ?? targets[0];
  if (target === undefined) return null;
  const question = target.url.indexOf("?");
  const [place, query] = question < 0 ? [target.url, ""] : [target.url.slice(0, question), target.url.slice(question)];
  return redacted(place + toldQuery(query));
};

/** The steps of a request whose notes are still there. */
export const timelineOf = (notes: Notes, startedTick: number, endMs: number | null): Timeline => {
  const since = (tick: number | null): number | null => (tick === null ? null : tick - startedTick);
  const { pieces, lastAt, longestGapMs, longestGapAt } = notes.pace;
  return {
    sentMs: since(notes.sentAt),
    headMs: since(notes.headAt),
    firstByteMs: since(notes.firstByteAt),
    lastByteMs: since(lastAt),
    endMs,
    pieces,
    longestGapMs: longestGapAt === null ? null : longestGapMs,
    longestGapAtMs: since(longestGapAt),
  };
};

/** What a row of the ledger knows of it. */
export const timelineInRow = ({ ttftMs, durationMs }: RequestSummary): Timeline => ({
  ...{ sentMs: null, headMs: null, firstByteMs: ttftMs, lastByteMs: null, endMs: durationMs },
  ...{ pieces: null, longestGapMs: null, longestGapAtMs: null },
});

/** What became of the prompt at the vendor. */
export const cacheOf = ({ cache }: Notes): ShownCache | null =>
  cache === null
    ? null
    : {
        repeatedShare: cache.repeatedShare,
        readShare: cache.readShare,
        why: cache.broke?.why ?? null,
        costMicros: cache.broke?.costMicros ?? null,
      };

/** The same by a row of the ledger. */
export const cacheInRow = (row: RequestSummary): ShownCache | null => {
  const { cacheReadTokens, inputTokens, cacheBreak: why, cacheBreakMicros: costMicros } = row;
  const readShare = cacheReadTokens === null || !inputTokens ? null : cacheReadTokens / inputTokens;
  return readShare === null && why === null ? null : { repeatedShare: null, readShare, why, costMicros };
};

/** What a row of the ledger was billed for. */
export const billedInRow = (row: RequestSummary): Billed => {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens } = row;
  const usage = { ...noUsage, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens };
  const bill = { usage, kind: row.costKind, costMicros: row.costMicros };
  const { provider, upstream, startedAt } = row;
  const model = row.modelUsed ?? row.model;
  return { startedAt, plan: { targets: [], rule: "" }, notes: { provider, model, upstream, reported: null, bill } };
};
