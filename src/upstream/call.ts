import type { Dialect, Measure } from "../core/dialect.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange, Target } from "../core/exchange.ts";
import { type Ending, ended } from "../core/outcome.ts";
import { stepAt } from "../core/pace.ts";
import { orAborted } from "../lib/or-aborted.ts";
import { readRetryAfter } from "../lib/retry-after.ts";
import { checkHead } from "./answer-head.ts";
import type { Shelf } from "./aside.ts";
import { answerHeaders } from "./headers.ts";
import type { isBlackHole } from "./health.ts";
import { type Names, slowName } from "./names.ts";
import type { Pools, Seat } from "./pools.ts";
import { type Reading, readingOf } from "./reading.ts";
import { Relay, type RelayLimits, type UnderWay } from "./relay.ts";
import { type SendServices, send } from "./send.ts";
import type { SocketLimits } from "./socket-relay.ts";
import { usageFilter } from "./usage-filter.ts";
import type { Watch, Watchdog } from "./watchdog.ts";

/** Every limit on the way out, in milliseconds. */
export type CallLimits = RelayLimits &
  SocketLimits & {
    readonly connectMs: number;
    readonly firstByteMs: number;
    readonly firstByteStreamMs: number;
  };

/** What every call is made with. */
export type CallServices = Omit<SendServices, "pool"> & {
  readonly pools: Pools;
  readonly limits: CallLimits;
  /** A longer message of a WebSocket ends it. */
  readonly maxMessageBytes: number;
  readonly watchdog: Watchdog;
  readonly tick: () => number;
  readonly names: Names;
  /** Tells a dead address from a thinking model. */
  readonly isBlackHole: typeof isBlackHole;
  /** Hears how many events of a stream were out of its format's order. */
  readonly onWarnings: (count: number) => void;
  /** Estimates the tokens of what is delivered. */
  readonly measure: Measure;
  /** The format that the messages of a WebSocket at this path are events of; null = none that we know. */
  readonly dialectAt: (path: string) => Dialect | null;
  /** Where answers are kept until they can be read. */
  readonly shelf: Shelf;
  /** Calls under way, so that a daemon that stops can end them. */
  readonly underWay: Set<UnderWay>;
};

/** Whole answers up to this size are read before they are passed on: one write, and a broken one becomes a clean error. */
const wholeBytes = 32 * 1024;

/** Statuses whose answers have no body, whatever their headers say (RFC 9110, 6.4.1). */
const bodiless = [204, 304];

/** One call of one target, from the request's first byte out to the answer's last byte in. */
export class Call implements UnderWay {
  readonly id: string;
  readonly #services: CallServices;
  readonly #exchange: Exchange;
  readonly #target: Target;
  readonly #watch: Watch;
  readonly #line = new AbortController();
  /** The answer, once it streams; before that there is only the line to hang up. */
  #relay: Relay | null = null;
  #hasHead = false;
  /** Only TLS has more than one set of kept connections. */
  #seat: Seat | null = null;

  constructor(services: CallServices, exchange: Exchange, target: Target) {
    this.#services = services;
    this.#exchange = exchange;
    this.id = exchange.id;
    this.#target = target;
    this.#watch = services.watchdog.watch(exchange.keepOpen);
  }

  /** Resolves at the head; settles the exchange at the end of the answer. Throws where no answer came. */
  async run(): Promise<Response> {
    const { underWay } = this.#services;
    const { signal } = this.#exchange.request;
    signal.addEventListener("abort", () => this.#clientLeft(), { once: true });
    if (signal.aborted) this.#clientLeft();
    underWay.add(this);
    try {
      const named = this.#checkName();
      if (named !== null) await named;
      this.#watchForHead();
      return await this.#answer(await this.#send());
    } catch (thrown) {
      this.#release();
      this.#line.abort(); // whatever still comes, nobody takes it
      throw thrown;
    }
  }

  #send(): Promise<Response> {
    const { providers, egress, witness, pools, tick } = this.#services;
    this.#exchange.notes.sentAt = tick();
    this.#exchange.notes.headAt = null;
    this.#exchange.notes.reported = null; // an earlier try leaves nothing behind
    if (this.#target.endpoint.origin.startsWith("https:")) this.#seat = pools.take();
    const services = { providers, egress, witness: witness ?? null, pool: this.#seat?.pool ?? 0 };
    return send(this.#exchange, this.#target, services, this.#line.signal);
  }

  /** Ends it now, for this reason. */
  breakOff(reason: ProxyError): void {
    if (this.#relay === null) this.#line.abort(reason);
    else this.#relay.breakOff(reason);
  }

  #clientLeft(): void {
    if (this.#relay === null) this.#line.abort(clientLeft());
    else this.#relay.leave();
  }

  /** Whether the name of the address leads where it may; null when that is known already, or the proxy's business. */
  #checkName(): Promise<void> | null {
    const { names, egress, limits } = this.#services;
    const { upstream, endpoint } = this.#target;
    if (egress(endpoint.origin) !== null) return null;
    const checked = names.check(upstream, endpoint.origin);
    if (checked === null) return null;
    this.#watch.expect(limits.connectMs, () => this.#line.abort(slowName(upstream.name, limits.connectMs)));
    return orAborted(checked, this.#line.signal);
  }

  /**
   * A silent upstream is dead or thinking: a probe tells which within `connectMs`; the first byte has its own limit.
   * Only an address that takes no connection is dead. A refusal, a name server that fails or a descriptor that is
   * missing here says nothing of the connection that the request went out on, and it may be paid for already.
   */
  #watchForHead(): void {
    const { limits, egress, isBlackHole } = this.#services;
    const { upstream, endpoint } = this.#target;
    const door = { origin: endpoint.origin, tls: upstream.tls, proxy: egress(endpoint.origin) };
    const headMs = this.#exchange.notes.stream ? limits.firstByteStreamMs : limits.firstByteMs;
    const giveUp = (): void => this.#line.abort(noHead(upstream.name, headMs));
    if (headMs <= limits.connectMs) return this.#watch.expect(headMs, giveUp);
    const halfMs = limits.connectMs / 2;
    this.#watch.expect(halfMs, () => {
      this.#watch.expect(headMs - halfMs, giveUp);
      void isBlackHole(door, halfMs).then((isDead) => {
        if (isDead && !this.#hasHead) this.#line.abort(noConnection(upstream.name, endpoint.origin, limits.connectMs));
      });
    });
  }

  #askedToWait(headers: Headers): number | null {
    const { startedAt, startedTick } = this.#exchange;
    return readRetryAfter(headers, startedAt + this.#services.tick() - startedTick);
  }

  async #answer(response: Response): Promise<Response> {
    this.#hasHead = true;
    this.#exchange.notes.headAt = this.#services.tick();
    checkHead(response, this.#target.upstream.name);
    if (response.status === 429) this.#exchange.notes.retryAfterMs = this.#askedToWait(response.headers);
    const headers = answerHeaders(response.headers);
    headers.set("x-proxy-request-id", this.#exchange.id);
    headers.set("x-proxy-upstream", this.#target.upstream.name);
    if (this.#exchange.notes.isUsageInjected) headers.delete("content-length"); // less of it may go on
    const body = await this.#body(response);
    return new Response(body, { status: response.status, headers });
  }

  /** Asking for `response.body` makes a stream of it, which is wasted on an answer that is taken whole. */
  async #body(response: Response): Promise<ArrayBuffer | ReadableStream<Uint8Array> | null> {
    const length = Number(response.headers.get("content-length") ?? Number.NaN);
    const isBodiless = this.#exchange.request.method === "HEAD" || bodiless.includes(response.status);
    const { measure, shelf } = this.#services;
    const reading = readingOf(this.#exchange, response, measure, shelf);
    const isStream = reading.events?.isEventStream === true; // a list whose length is known does not come bit by bit
    const isWhole = length > 0 && length <= wholeBytes && !isBodiless && !isStream;
    const whole = isWhole ? await this.#takeWhole(response, length) : null;
    const streamed = isWhole || isBodiless ? null : response.body;
    if (streamed !== null) return this.#stream(response, streamed, reading);
    if (whole !== null) reading.read(new Uint8Array(whole));
    this.#finish(ended(response.status), whole === null ? null : reading);
    return whole;
  }

  async #takeWhole(response: Response, length: number): Promise<ArrayBuffer> {
    const { limits, tick } = this.#services;
    const { name } = this.#target.upstream;
    this.#watch.expect(limits.streamIdleMs, () => this.#line.abort(noHead(name, limits.streamIdleMs)));
    const body = await response.arrayBuffer().catch(() => {
      throw this.#line.signal.aborted ? this.#line.signal.reason : cutShort(name);
    });
    if (body.byteLength !== length) throw cutShort(name);
    const now = tick();
    this.#exchange.notes.firstByteAt = now;
    stepAt(this.#exchange.notes.pace, now);
    this.#exchange.notes.bytesOut = length;
    for (const hear of this.#exchange.hearers) hear(new Uint8Array(body));
    return body;
  }

  #stream(response: Response, source: ReadableStream<Uint8Array>, reading: Reading): ReadableStream<Uint8Array> {
    const { dialect, notes, id } = this.#exchange;
    const { events } = reading;
    notes.soFar = events === null ? null : () => events.reported();
    const filter = notes.isUsageInjected && reading.events !== null ? usageFilter() : null;
    this.#relay = new Relay({
      requestId: id,
      upstream: this.#target.upstream.name,
      status: response.status,
      source,
      notes,
      dialect,
      reading,
      filter,
      limits: this.#services.limits,
      watch: this.#watch,
      tick: this.#services.tick,
      unread: this.#exchange.unread,
      letGo: this.#exchange.letGo,
      hangUp: () => this.#line.abort(),
      onTerminal: (ending) => this.#settle(ending, reading),
      onWarnings: this.#services.onWarnings,
      onEnd: (ending) => this.#finish(ending, reading),
      // Who looks on expects every byte; here one has been asked for that must not arrive.
      witness: filter === null ? (this.#services.witness?.answers(this.#exchange, response) ?? null) : null,
      hearers: this.#exchange.hearers,
    });
    return this.#relay.body;
  }

  /** What takes time to be read is read when the client has its last byte. */
  #finish(ending: Ending, reading: Reading | null): void {
    this.#release();
    if (reading?.isSlow()) setImmediate(() => this.#settle(ending, reading));
    else this.#settle(ending, reading);
  }

  /** An error in the place of an answer is one, whatever its status says. */
  #settle(ending: Ending, reading: Reading | null): void {
    const { notes, settle } = this.#exchange;
    notes.reported = reading?.reported() ?? notes.reported;
    notes.soFar = null;
    const isFailure = notes.reported?.error != null && ending.code === "--" && (ending.status ?? 0) < 400;
    settle(isFailure ? { ...ending, code: "SD" } : ending);
  }

  #release(): void {
    this.#watch.end();
    this.#seat?.leave();
    this.#services.underWay.delete(this);
  }
}

const clientLeft = (): ProxyError => new ProxyError("client_left", "The client left before the answer began.");

const noHead = (upstream: string, limitMs: number): ProxyError =>
  new ProxyError("upstream_timeout", `Upstream "${upstream}" did not begin to answer within ${limitMs / 1000} s.`, {
    hint: "Raise timeouts.first_byte_ms for models that think for long.",
  });

const noConnection = (upstream: string, origin: string, limitMs: number): ProxyError =>
  new ProxyError(
    "upstream_connect_timeout",
    `Upstream "${upstream}" (${new URL(origin).host}) took no connection within ${limitMs / 1000} s; the request was not sent.`,
    { hint: "Check your network, or switch: proxy-cli switch-upstream NAME." },
  );

const cutShort = (upstream: string): ProxyError =>
  new ProxyError("upstream_closed", `Upstream "${upstream}" broke off in the middle of its answer.`, {
    hint: "Whether it did the work is unknown; sending the request again may be charged twice.",
  });
