import type { Accounts } from "../core/accounts.ts";
import type { Caller } from "../core/caller.ts";
import { asProxyError, isStop, type ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { Outcome } from "../core/outcome.ts";
import { asksForSocket, switchingProtocols } from "../core/socket.ts";
import type { Clock } from "../lib/clock.ts";
import { isLoopback } from "../lib/loopback.ts";
import { once } from "../lib/once.ts";
import { type SocketQueues, socketQueues } from "../lib/socket-queues.ts";
import type { Runtime } from "../runtime.ts";
import type { WebHost } from "../web/host.ts";
import { accept, type ClientEnd, type Place, placeOf, withBody } from "./accept.ts";
import type { Admission } from "./admission.ts";
import { type BodyRules, takeBody } from "./body.ts";
import { demandToken, isHealthCheck, localHost } from "./exposure.ts";
import { errorAnswer } from "./fail.ts";
import { type GuardRules, guard, listedOrigin } from "./guard.ts";
import type { PageFacts } from "./pages/facts.ts";
import { briefHealthPage } from "./pages/health.ts";
import { pageFor } from "./pages/index.ts";
import { refuseStrayToken, type Shown, type TokenCheck } from "./token-check.ts";
import { createTurnAway } from "./turn-away.ts";
import { type ClientSocket, socketsOf, upgradeOf } from "./websocket.ts";

type Options = {
  readonly hostname: string;
  readonly port: number;
  /** Read once per request: a request keeps the runtime that it began with. */
  readonly runtime: () => Runtime;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly pages: () => PageFacts;
  /** A longer message of a client's WebSocket ends it. */
  readonly maxMessageBytes: number;
  readonly tokens: TokenCheck;
  /** Tells who sends a request. */
  readonly callerOf: (request: Request) => Caller;
  /** Other machines can reach this port: every request needs a token. Settled at the start, a reload cannot undo it. */
  readonly isExposed: boolean;
  readonly admission: Admission;
  /** Another daemon listens there, and lets this one listen too. */
  readonly isShared?: boolean;
  /** Each answer is to be the last on its connection: the next one belongs to another daemon. */
  readonly isLeaving?: () => boolean;
  /** The web page, which is mostly not there. */
  readonly web?: Pick<WebHost, "answer" | "apart">;
  /** Sees each answer before it leaves. */
  readonly onAnswer?: ((answer: Response) => void) | null;
};

/** The data port. */
export type Listener = {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections; resolves when the running answers have ended. */
  readonly stop: () => Promise<void>;
  /** Takes connections again after `stop`. */
  readonly reopen: () => void;
  /** Ends what still runs. */
  readonly end: () => void;
};

/** Connections on which nothing happens are closed after this time; a running answer is watched by its relay. */
const idleSeconds = 30;

/** Bun refuses larger bodies without a word, so its own limit stays far above ours. */
const beyondOurLimit = 4 * 1024 * 1024 * 1024;

/** Listens; throws `EADDRINUSE` as Bun does. */
export const listen = (options: Options): Listener => {
  const queues = socketQueues(options.clock.tick);
  let port = options.port; // asking the server is a system call, too dear for every request
  const turnAway = createTurnAway(options);
  const taken = async (request: Request, place: Place, bun: Bun.Server<ClientSocket>): Promise<Response> => {
    const shown = shownIn(request, place, options.tokens);
    const token = (): Shown["token"] => shown().token;
    const end = endOf(request, bun, port, queues);
    const isLocal = (): boolean => isLoopback(bun.requestIP(request)?.address.replace(/^::ffff:/, "") ?? "");
    const incoming: Incoming = { request, port, end, place, shown, token, isLocal };
    return handle(incoming, options).catch((thrown: unknown) => failed(incoming, thrown, options));
  };
  const leave = (answer: Response): Response | undefined => {
    const isSocket = answer.status === switchingProtocols;
    if (!isSocket && options.isLeaving?.() === true) answer.headers.set("connection", "close");
    options.onAnswer?.(answer);
    return isSocket ? undefined : answer; // the client has its WebSocket already
  };
  const serve = (): Bun.Server<ClientSocket> =>
    Bun.serve<ClientSocket>({
      hostname: options.hostname,
      port,
      reusePort: options.isShared ?? false, // else, without `development`, Bun would share the port with anybody's daemon
      idleTimeout: idleSeconds,
      maxRequestBodySize: beyondOurLimit,
      development: false,
      fetch: (request, bun) => {
        const place = placeOf(request.url);
        const away = turnAway(request, place, options.runtime().dialects);
        return away === null ? taken(request, place, bun).then(leave) : leave(away);
      },
      websocket: socketsOf(options.maxMessageBytes),
      error: () => new Response("", { status: 500 }), // whatever it says would be about us, not about the request
    });
  let server = serve();
  port = server.port ?? port;
  const host = localHost(options.hostname);
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    stop: () => server.stop(),
    reopen: () => {
      server = serve();
    },
    end: () => void server.stop(true),
  };
};

/** Looked for when it is asked for. Made here, as all that is made in one place is held as long as any of it. */
const shownIn = ({ headers }: Request, place: Place, tokens: TokenCheck): (() => Shown) =>
  once(() => tokens.shownBy(headers, place));

const endOf = (request: Request, bun: Bun.Server<ClientSocket>, port: number, queues: SocketQueues): ClientEnd => ({
  keepOpen: () => bun.timeout(request, 0),
  letGo: () => bun.timeout(request, 1),
  unread: () => {
    const peer = bun.requestIP(request);
    return peer === null ? null : queues(port, peer.port);
  },
  upgrade: upgradeOf(request, bun),
});

/** A request as it comes in, with what only the server knows of it. */
type Incoming = {
  readonly request: Request;
  readonly port: number;
  readonly end: ClientEnd;
  readonly place: Place;
  readonly shown: () => Shown;
  readonly token: () => Shown["token"];
  /** Whether it comes from this machine. */
  readonly isLocal: () => boolean;
};

const handle = async (incoming: Incoming, options: Options): Promise<Response> => {
  const { request, port, place, token } = incoming;
  const runtime = options.runtime();
  const web = options.web?.answer(incoming) ?? null;
  if (web !== null) return web;
  const isStranger = options.isExposed && token() !== "right";
  const hosts = options.isExposed ? (isStranger ? "addresses" : "any") : "own";
  const rules: GuardRules = { ...runtime.guardRules, port, hosts };
  const refusal = refusalOf(incoming, rules, options);
  if (refusal !== null) return refuse(incoming, refusal, runtime, options);
  const answer =
    (request.method === "OPTIONS" ? preflight(request) : null) ??
    (isStranger && isHealthCheck(request, place.path) ? briefHealthPage(options.pages()) : null) ??
    (asksForSocket(request) ? null : ownPage(incoming, runtime, options)) ??
    (await exchangeAnswer(incoming, runtime, options));
  options.web?.apart(request, answer);
  return withOrigin(answer, listedOrigin(request.headers, rules));
};

const ownPage = (incoming: Incoming, runtime: Runtime, options: Options): Response | null => {
  try {
    return pageFor(incoming.request, incoming.place.path, options.pages, incoming);
  } catch (thrown) {
    const error = asProxyError(thrown);
    if (error.code === "internal") throw thrown;
    return refuse(incoming, error, runtime, options);
  }
};

/** A mistake of ours outside of the pipeline: even then the client gets an answer that it can read. */
const failed = (incoming: Incoming, thrown: unknown, options: Options): Response => {
  const { request, end } = incoming;
  const error = asProxyError(thrown);
  const { id, errorDialect } = accept(request, { ...options, dialects: options.runtime().dialects, end });
  options.accounts.mistake(error, id);
  return errorAnswer(error, errorDialect, id);
};

const refusalOf = (
  { request, place, token }: Incoming,
  rules: GuardRules,
  { isExposed, tokens }: Options,
): ProxyError | null => {
  try {
    guard(request, rules);
    refuseStrayToken(place.path);
    if (isExposed) demandToken(request, place.path, token(), tokens);
    return null;
  } catch (thrown) {
    return asProxyError(thrown);
  }
};

const refuse = (
  { request, end }: Incoming,
  error: ProxyError,
  { dialects }: Runtime,
  { accounts, clock, newId }: Options,
): Response => {
  const { id, errorDialect } = accept(request, { dialects, clock, newId, end });
  accounts.refused(error, id);
  return errorAnswer(error, errorDialect, id);
};

const exchangeAnswer = async (
  { request, end, token, shown }: Incoming,
  runtime: Runtime,
  { accounts, clock, newId, admission, ...options }: Options,
): Promise<Response> => {
  const callerOf = (from: Request): Caller => withHolder(options.callerOf(from), shown());
  const exchange = accept(request, { dialects: runtime.dialects, clock, newId, end, token, callerOf });
  book(exchange, accounts, admission.enter());
  try {
    await takeHeldBody(exchange, runtime.bodyRules, admission);
    return await runtime.pipeline(exchange);
  } catch (thrown) {
    // What broke the upload is why the call failed, whatever the call made of it.
    const error = (exchange.body.kind === "streamed" ? exchange.body.failure() : null) ?? asProxyError(thrown);
    if (error.code === "internal") accounts.mistake(error, exchange.id);
    if (isStop(error.code)) exchange.notes.stopped = error.message;
    const isGone = error.code === "client_left";
    exchange.settle({
      code: outcomeOf(error, exchange),
      status: isGone ? null : error.failure.status,
      error: error.code,
    });
    return errorAnswer(error, exchange.errorDialect, exchange.id);
  }
};

/** Who shows a token is known by its name. */
const withHolder = (caller: Caller, { holder }: Shown): Caller =>
  holder === null
    ? caller
    : { ...caller, token: holder.name, ...(holder.rules === undefined ? {} : { rules: holder.rules }) };

/** Waits for the end with nothing in hand but the exchange: a stream would hold all else that long. */
const book = (exchange: Exchange, accounts: Accounts, leave: () => void): void => {
  accounts.open(exchange);
  void exchange.outcome.then((outcome) => {
    leave();
    accounts.close(exchange, outcome);
  });
};

/** A body that is to be held counts from its announcement on; one of unknown length when it is here. */
const takeHeldBody = async (exchange: Exchange, rules: BodyRules, { hold }: Admission): Promise<void> => {
  const announced = Number(exchange.request.headers.get("content-length") ?? 0);
  const expected = announced <= rules.limits.heldBytes ? announced : 0;
  const holdUntilEnd = (bytes: number): void => {
    if (bytes > 0) void exchange.outcome.then(hold(bytes));
  };
  holdUntilEnd(expected);
  const body = await takeBody(exchange, rules);
  if (body.kind === "held") holdUntilEnd(body.bytes.length - expected);
  withBody(exchange, body);
};

/** A client that left while it was still sending left in the request phase; what is cancelled here has no answer yet. */
const outcomeOf = (error: ProxyError, { notes, body }: Exchange): Outcome["code"] => {
  const isSending = notes.attempts === 0 || (body.kind === "streamed" && !body.isWhole());
  if (error.code === "client_left" && isSending) return "CR";
  return error.code === "request_cancelled" ? "CH" : error.failure.outcome;
};

/** Answers a preflight without opening any door; a listed origin gets its headers like any other answer. */
const preflight = (request: Request): Response => {
  const headers = new Headers({ allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" });
  const wanted = request.headers.get("access-control-request-headers");
  if (wanted !== null && request.headers.has("origin")) headers.set("access-control-allow-headers", wanted);
  return new Response(null, { status: 204, headers });
};

const withOrigin = (answer: Response, origin: string | null): Response => {
  if (origin === null || answer.status === switchingProtocols) return answer;
  answer.headers.set("access-control-allow-origin", origin);
  answer.headers.set("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
  answer.headers.append("vary", "origin");
  return answer;
};
