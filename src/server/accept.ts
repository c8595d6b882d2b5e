import type { Caller } from "../core/caller.ts";
import { countedAt } from "../core/count-path.ts";
import type { Dialect } from "../core/dialect.ts";
import type { Body, Exchange, Notes, ShownToken } from "../core/exchange.ts";
import { modelName } from "../core/model-name.ts";
import type { Ending, Outcome } from "../core/outcome.ts";
import { noPace } from "../core/pace.ts";
import { chatIn } from "../core/read-chat.ts";
import { asksForSocket, type Upgrade } from "../core/socket.ts";
import type { Clock } from "../lib/clock.ts";
import { type Found, scanTopLevel } from "../lib/json-scan.ts";
import { once } from "../lib/once.ts";
import { redacted } from "../lib/redact.ts";
import { unescaped } from "../lib/unescaped.ts";

/** What only the server knows of the client's connection. */
export type ClientEnd = Pick<Exchange, "keepOpen" | "letGo" | "unread"> & { readonly upgrade: Upgrade };

type Options = {
  readonly dialects: readonly Dialect[];
  readonly clock: Clock;
  readonly newId: () => string;
  readonly end: ClientEnd;
  /** Looks for a token of ours; without it there is none. */
  readonly token?: () => ShownToken;
  /** Tells who sends a request; without it that is anybody. */
  readonly callerOf?: (request: Request) => Caller;
};

/** A request as an Exchange, before its body has been taken. */
export const accept = (
  request: Request,
  { dialects, clock, newId, end, token = () => "none", callerOf = () => ({ token: null, key: null }) }: Options,
): Exchange => {
  const { path, query } = placeOf(request.url);
  const dialect = spokenIn(request, path, dialects);
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const exchange: Exchange = {
    id: newId(),
    startedAt: clock.now(),
    startedTick: clock.tick(),
    request,
    path,
    query,
    body: { kind: "none" },
    dialect,
    errorDialect: errorDialectFor(request, path, dialects, dialect),
    client: clientOf(request.headers.get("user-agent")),
    token,
    caller: once(() => callerOf(request)),
    keepOpen: end.keepOpen,
    letGo: end.letGo,
    unread: end.unread,
    upgrade: asksForSocket(request) ? end.upgrade : null,
    chat: once(() => chatIn(exchange)),
    hearers: [],
    judge: null,
    onAnswer: [],
    plan: { targets: [], rule: "none" },
    edits: [],
    notes: blankNotes(),
    outcome: promise,
    settle: (ending) => resolve(outcomeOf(exchange, ending, clock.tick())), // a settled promise ignores later calls
  };
  return exchange;
};

/** The format of a chat; null = it is none that we know. */
const spokenIn = ({ method }: Request, path: string, dialects: readonly Dialect[]): Dialect | null =>
  method === "POST" ? (dialects.find((one) => one.speaks(path)) ?? null) : null;

/** The format that errors of ours are written in for this request. */
export const errorDialectFor = (
  request: Request,
  path: string,
  dialects: readonly Dialect[],
  spoken = spokenIn(request, path, dialects),
): Dialect => spoken ?? guessDialect(dialects, path, request.headers);

/** Gives the exchange its body and notes what the body asks for. */
export const withBody = (exchange: Exchange, body: Body): void => {
  exchange.body = body;
  if (exchange.dialect === null && countedAt(exchange.path) === null && !compactPath.test(exchange.path)) return;
  const { found, ambiguous } = body.kind === "held" ? scanTopLevel(body.bytes, ["model", "stream"]) : nothingFound;
  const { model, stream } = found;
  exchange.notes.ambiguous = ambiguous;
  exchange.notes.model = modelName(typeof model === "string" ? model : modelInPath(exchange.path));
  exchange.notes.stream = stream === true || streamInPlace.test(exchange.path + exchange.query);
};

/** Where a format asks for a stream outside of the body. */
const streamInPlace = /:streamGenerateContent(\?|$)|^\/v1\/chat\?(.*&)?stream=true(&|$)/;

/** Makes a conversation shorter, in words that are no chat and at a chat's price. */
const compactPath = /\/responses\/compact$/;

const nothingFound: Found<"model" | "stream"> = { found: {}, ambiguous: [] };

const blankNotes = (): Notes => ({
  model: null,
  addressee: null,
  ambiguous: [],
  pin: null,
  stream: false,
  attempts: 0,
  tries: [],
  statusThere: null,
  retryAfterMs: null,
  refusal: null,
  upstream: null,
  provider: null,
  bytesIn: 0,
  bytesOut: 0,
  queued: null,
  stopped: null,
  sentAt: null,
  headAt: null,
  firstByteAt: null,
  pace: noPace(),
  soFar: null,
  reported: null,
  isUsageInjected: false,
  bill: null,
  session: null,
  cache: null,
  answerCache: null,
  memory: null,
  forwarded: null,
  misfitThoughts: 0,
  saved: { tokens: 0, costMicros: 0 },
  savings: null,
  losses: [],
  remarks: [],
  added: [],
});

const outcomeOf = ({ notes, startedTick }: Exchange, ending: Ending, now: number): Outcome => ({
  ...ending,
  bytesIn: notes.bytesIn,
  bytesOut: notes.bytesOut,
  ttftMs: notes.firstByteAt === null ? null : notes.firstByteAt - startedTick,
  durationMs: now - startedTick,
});

/** Where a request wants to go. */
export type Place = {
  readonly path: string;
  readonly query: string;
  /** The token that stood before the path, as a base URL carries it: `/t/TOKEN`. Nothing behind the door ever sees it. */
  readonly token: string | null;
};

/** Where the path begins in a URL as Bun gives it: a request of HTTP/1.0 has no origin in its own. */
export const pathStart = (url: string): number => {
  const start = url.startsWith("/") ? 0 : url.indexOf("/", url.indexOf("://") + 3);
  return start < 0 ? url.length : start;
};

/** Path and query exactly as they reached us. */
export const placeOf = (url: string): Place => {
  const start = pathStart(url);
  const place = start === url.length ? "/" : url.slice(start).replace(/#.*$/, "");
  const question = place.indexOf("?");
  const [whole, query] = question < 0 ? [place, ""] : [place.slice(0, question), place.slice(question)];
  const token = whole.startsWith("/t/") ? tokenBefore.exec(whole)?.[1] : undefined;
  if (token === undefined) return { path: whole, query, token: null };
  const path = whole.slice("/t/".length + token.length);
  return { path: path === "" ? "/" : path, query, token };
};

const tokenBefore = /^\/t\/(pxy_[^/]*)/;

/** `/v1beta/models/gemini-2.5-pro:generateContent` names its model in the path alone. */
const modelInPath = (path: string): string | null => {
  const model = /\/models\/([^/:]+)/.exec(path)?.[1];
  return model === undefined ? null : unescaped(model);
};

/** The first product of a user agent without its version: `claude-cli/2.1 (external)` → `claude-cli`. */
const clientOf = (userAgent: string | null): string | null => {
  const product = /^[\w.-]{1,200}/.exec(userAgent ?? "")?.[0];
  return product === undefined ? null : redacted(product).slice(0, 40); // half of a key has no shape
};

/** The format an error is written in where the path is no chat: the one that this client most likely reads. */
const guessDialect = (dialects: readonly Dialect[], path: string, headers: Headers): Dialect => {
  const named = (name: Dialect["name"]): Dialect | undefined => dialects.find((dialect) => dialect.name === name);
  const isAnthropic = headers.has("anthropic-version") || headers.has("x-api-key") || path.includes("/messages");
  const isGemini = headers.has("x-goog-api-key") || /^\/(v1beta|ws\/google\.ai)/.test(path);
  const guessed =
    named(
      isAnthropic ? "anthropic" : isGemini ? "gemini" : compactPath.test(path) ? "openai-responses" : "openai-chat",
    ) ?? dialects[0];
  if (guessed === undefined) throw new Error("There is no dialect at all.");
  return guessed;
};
