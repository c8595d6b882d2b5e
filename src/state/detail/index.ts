import type { Chat } from "../../core/chat.ts";
import type { Dialect } from "../../core/dialect.ts";
import type { Exchange } from "../../core/exchange.ts";
import type { RequestSummary } from "../../core/notice.ts";
import type { RequestDetail } from "../../core/request-detail.ts";
import { type Routed, routedOf } from "../../core/routed.ts";
import { type JsonObject, objectIn, textOrNull } from "../../lib/json.ts";
import { redacted } from "../../lib/redact.ts";
import type { Meter } from "../../meter/index.ts";
import type { Kept, KeptExchange } from "../kept/index.ts";
import { runningView } from "../running.ts";
import { shownEdits } from "./edits.ts";
import { billedInRow, cacheInRow, cacheOf, shownHeaders, shownUrl, timelineInRow, timelineOf } from "./known.ts";
import { chatIn, type Told, toldByKept, toldByTrace, without } from "./reading.ts";

/** Where what is known of a request lies. */
export type DetailSources = {
  readonly running: (id: string) => Exchange | null;
  readonly kept: Pick<Kept, "find" | "view">;
  /** A request that has ended; null where nobody knows it. */
  readonly ended: (id: string) => Promise<RequestSummary | null>;
  /** How it was led, as it was written down. */
  readonly routed: (id: string) => Promise<Routed>;
  /** What was written into a file of it; null where nothing was. */
  readonly trace: (id: string) => Promise<JsonObject | null>;
  readonly dialectNamed: (name: string | null) => Dialect | null;
  readonly lines: Meter["lines"];
};

/** Tells all that is known of one request, by its id; null where nobody knows it. */
export type Details = (id: string) => Promise<RequestDetail | null>;

/** How long a body that was read for somebody is not read again: who looks at a request looks for a while. */
const rememberedMs = 10_000;

/** Reads what was kept only when somebody asks. */
export const createDetails = (sources: DetailSources): Details => {
  const chat = remembering(chatIn);
  return async (id) => {
    const exchange = sources.running(id);
    const kept = sources.kept.find(id);
    if (exchange !== null) return detailOfRunning(exchange, kept, chat, sources);
    const row = await sources.ended(id);
    if (row === null) return null;
    const routed = await sources.routed(id);
    return kept === null ? detailOfRow(row, routed, sources) : detailOfEnded(row, routed, kept, chat, sources);
  };
};

type ReadChat = (kept: KeptExchange) => Chat | null;

/** Reads the body of the request that was asked for last once. */
const remembering = (read: ReadChat): ReadChat => {
  let last: { readonly kept: KeptExchange; readonly chat: Chat | null } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (kept) => {
    if (last?.kept !== kept) last = { kept, chat: read(kept) };
    const { chat } = last;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      last = null;
    }, rememberedMs);
    timer.unref();
    return chat;
  };
};

const detailOfRunning = (
  exchange: Exchange,
  kept: KeptExchange | null,
  chat: ReadChat,
  sources: DetailSources,
): RequestDetail => {
  const { notes, plan, request, startedTick } = exchange;
  const told = kept === null ? without(whyNotKept(sources, "It has not been sent yet.")) : toldByKept(kept, chat);
  return {
    summary: null,
    running: runningView(exchange),
    url: shownUrl(plan, notes.upstream),
    rule: plan.rule,
    routed: routedOf(exchange),
    attempts: notes.attempts,
    timeline: timelineOf(notes, startedTick, null),
    request: { headers: shownHeaders(request.headers), bytes: notes.bytesIn },
    answer: kept === null ? null : answerOf(kept),
    ...conversationOf(told),
    costLines: [],
    remarks: shownRemarks(notes.remarks),
    cache: cacheOf(notes),
    edits: shownEdits(notes.forwarded, kept?.body ?? null),
  };
};

const detailOfEnded = (
  row: RequestSummary,
  routed: Routed,
  kept: KeptExchange,
  chat: ReadChat,
  { lines }: DetailSources,
): RequestDetail => {
  const { notes, plan, headers, startedTick } = kept;
  return {
    summary: row,
    running: null,
    url: shownUrl(plan, notes.upstream),
    rule: plan.rule,
    routed: routed.decision === null ? routedOf({ ...kept, edits: [] }) : routed, // there may be no ledger
    attempts: notes.attempts,
    timeline: timelineOf(notes, startedTick, row.durationMs),
    request: { headers: shownHeaders(headers), bytes: row.bytesIn },
    answer: answerOf(kept) ?? madeAnswer(row),
    ...conversationOf(toldByKept(kept, chat)),
    costLines: lines(kept),
    remarks: shownRemarks(notes.remarks),
    cache: cacheOf(notes),
    edits: shownEdits(notes.forwarded, kept.body),
  };
};

/** Of one that is not kept any more: what the ledger has, and the file of its trace if there is one. */
const detailOfRow = async (row: RequestSummary, routed: Routed, sources: DetailSources): Promise<RequestDetail> => {
  const trace = objectIn(await sources.trace(row.id));
  const dialect = sources.dialectNamed(row.dialect);
  const [asked, answered] = [objectIn(trace["request"]), objectIn(trace["answer"])];
  return {
    summary: row,
    running: null,
    url: null,
    rule: textOrNull(trace["rule"]) ?? routed.decision?.rule ?? null,
    routed,
    attempts: row.attempts,
    timeline: timelineInRow(row),
    request: { headers: tracedHeaders(asked), bytes: row.bytesIn },
    answer: { status: row.status, headers: tracedHeaders(answered), bytes: row.bytesOut },
    ...conversationOf(toldByTrace(trace, dialect) ?? without(whyNotKept(sources, keptNoMore))),
    costLines: sources.lines(billedInRow(row)),
    remarks: [],
    cache: cacheInRow(row),
    edits: [],
  };
};

const whyNotKept = ({ kept }: DetailSources, other: string): string =>
  kept.view().maxBytes === 0 ? nothingKept : other;

const nothingKept = "Nothing of requests is kept for this (view.keep_bytes is 0).";
const keptNoMore = "Only the latest requests are kept in memory (view.keep_bytes), and there is no trace of it.";

const conversationOf = ({ conversation, why }: Told): Pick<RequestDetail, "conversation" | "whyNoConversation"> => ({
  conversation,
  whyNoConversation: why,
});

const answerOf = ({ answer, notes }: KeptExchange): RequestDetail["answer"] =>
  answer === null ? null : { status: answer.status, headers: shownHeaders(answer.headers), bytes: notes.bytesOut };

/** An error of ours in the place of an answer. */
const madeAnswer = ({ status, bytesOut }: RequestSummary): RequestDetail["answer"] =>
  status === null ? null : { status, headers: [], bytes: bytesOut };

const tracedHeaders = (of: JsonObject): readonly (readonly [string, string])[] =>
  Object.entries(objectIn(of["headers"])).map(([name, value]) => [name, redacted(String(value))]);

const shownRemarks = (remarks: RequestDetail["remarks"]): RequestDetail["remarks"] =>
  remarks.map(({ by, text }) => ({ by, text: redacted(text) }));
