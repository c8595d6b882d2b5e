import { ProxyError } from "../core/errors.ts";
import type { Exchange, Target } from "../core/exchange.ts";
import type { Forward } from "../core/middleware.ts";
import { type Ending, ended } from "../core/outcome.ts";
import type { Provider } from "../core/provider.ts";
import { answerHeaders } from "./headers.ts";
import { probe } from "./health.ts";
import { type Breakable, Relay, type RelayLimits } from "./relay.ts";
import { send } from "./send.ts";
import type { Watch, Watchdog } from "./watchdog.ts";

/** Every limit on the way out, in milliseconds. */
export type ForwardLimits = RelayLimits & {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly firstByteStreamMs: number;
};

type Options = {
  readonly providers: readonly Provider[];
  readonly limits: ForwardLimits;
  readonly watchdog: Watchdog;
  readonly tick: () => number;
  /** Calls and answers under way, so that a daemon that stops can end them. */
  readonly underWay: Set<Breakable>;
};

/** Whole answers up to this size are read before they are passed on: one write, and a broken one becomes a clean error. */
const wholeBytes = 128 * 1024;

/** The way out: key, call, watchdogs, answer. */
export const createForward =
  (options: Options): Forward =>
  async (exchange, target) => {
    const { watchdog, providers } = options;
    const call = new AbortController();
    const leave = onLeaving(exchange.request.signal, () => call.abort(clientLeft()));
    const watch = watchdog.watch(exchange.keepOpen);
    watchForHead(exchange, target, watch, call, options);
    const waiting: Breakable = { breakOff: (reason) => call.abort(reason) };
    options.underWay.add(waiting);
    try {
      const response = await send(exchange, target, providers, call.signal);
      return await answer(exchange, target, response, { ...options, watch, call, leave });
    } catch (thrown) {
      watch.end();
      leave.forget();
      throw thrown;
    } finally {
      options.underWay.delete(waiting);
    }
  };

type Call = Options & { readonly watch: Watch; readonly call: AbortController; readonly leave: Leaving };

/** The client's leaving, and what is to happen then. */
type Leaving = { readonly forget: () => void; react: () => void };

const onLeaving = (signal: AbortSignal, react: () => void): Leaving => {
  const leaving: Leaving = { react, forget: () => signal.removeEventListener("abort", hear) };
  const hear = (): void => leaving.react();
  signal.addEventListener("abort", hear, { once: true });
  if (signal.aborted) react();
  return leaving;
};

/** A silent upstream is dead or thinking: after `connectMs` a probe tells which, then the first byte has its own limit. */
const watchForHead = (
  exchange: Exchange,
  target: Target,
  watch: Watch,
  call: AbortController,
  options: Options,
): void => {
  const { limits } = options;
  const headMs = exchange.notes.stream ? limits.firstByteStreamMs : limits.firstByteMs;
  const { name, origin } = target.upstream;
  const { tick } = options;
  const giveUp = (): void => call.abort(noHead(name, headMs));
  if (headMs <= limits.connectMs) return watch.expect(headMs, giveUp);
  watch.expect(limits.connectMs, () => {
    watch.expect(headMs - limits.connectMs, giveUp);
    void probe(target.upstream, limits.connectMs, tick).then(({ reachable }) => {
      if (!reachable) call.abort(noConnection(name, new URL(origin).host, limits.connectMs));
    });
  });
};

const answer = async (exchange: Exchange, target: Target, response: Response, call: Call): Promise<Response> => {
  const headers = answerHeaders(response.headers);
  headers.set("x-proxy-request-id", exchange.id);
  headers.set("x-proxy-upstream", target.upstream.name);
  const { status } = response;
  const finish = (ending: Ending): void => {
    call.watch.end();
    call.leave.forget();
    exchange.settle(ending);
  };
  if (response.body === null || exchange.request.method === "HEAD") {
    finish(ended(status));
    return new Response(null, { status, headers });
  }
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  if (length <= wholeBytes) {
    const bytes = await takeWhole(exchange, target, response, length, call);
    finish(ended(status));
    return new Response(bytes, { status, headers });
  }
  return new Response(startRelay(exchange, target, response, response.body, call, finish), { status, headers });
};

const takeWhole = async (
  { notes }: Exchange,
  { upstream }: Target,
  response: Response,
  length: number,
  { watch, call, limits, tick }: Call,
): Promise<Uint8Array<ArrayBuffer>> => {
  watch.expect(limits.streamIdleMs, () => call.abort(noHead(upstream.name, limits.streamIdleMs)));
  const buffer = await response.arrayBuffer().catch(() => {
    throw call.signal.aborted ? call.signal.reason : cutShort(upstream.name);
  });
  const bytes = new Uint8Array(buffer);
  if (bytes.length !== length) throw cutShort(upstream.name);
  notes.firstByteAt = tick();
  notes.bytesOut = bytes.length;
  return bytes;
};

const startRelay = (
  exchange: Exchange,
  { upstream }: Target,
  response: Response,
  source: ReadableStream<Uint8Array>,
  { underWay, leave, limits, watch, tick, call }: Call,
  finish: (ending: Ending) => void,
): ReadableStream<Uint8Array> => {
  const { dialect, notes } = exchange;
  const isReadable = response.ok && (response.headers.get("content-encoding") ?? "identity") === "identity";
  const relay = new Relay({
    requestId: exchange.id,
    upstream: upstream.name,
    status: response.status,
    source,
    notes,
    dialect,
    events: isReadable ? (dialect?.readStream(response.headers.get("content-type") ?? "") ?? null) : null,
    limits,
    watch,
    tick,
    hangUp: () => call.abort(),
    onTerminal: exchange.settle,
    onEnd: (ending) => {
      underWay.delete(relay);
      finish(ending);
    },
  });
  underWay.add(relay);
  leave.react = () => relay.leave();
  return relay.body;
};

const clientLeft = (): ProxyError => new ProxyError("client_left", "The client left before the answer began.");

const noHead = (upstream: string, limitMs: number): ProxyError =>
  new ProxyError("upstream_timeout", `Upstream "${upstream}" did not begin to answer within ${limitMs / 1000} s.`, {
    hint: "Raise timeouts.first_byte_ms for models that think for long.",
  });

const noConnection = (upstream: string, host: string, limitMs: number): ProxyError =>
  new ProxyError(
    "upstream_connect_timeout",
    `Upstream "${upstream}" (${host}) took no connection within ${limitMs / 1000} s; the request was not sent.`,
    { hint: "Check your network, or switch: proxy-cli switch-upstream NAME." },
  );

const cutShort = (upstream: string): ProxyError =>
  new ProxyError("upstream_closed", `Upstream "${upstream}" broke off in the middle of its answer.`, {
    hint: "Whether it did the work is unknown; sending the request again may be charged twice.",
  });
