import type { Dialect, Measure } from "../core/dialect.ts";
import type { ProxyError } from "../core/errors.ts";
import type { Exchange, Target } from "../core/exchange.ts";
import { type Ending, ended } from "../core/outcome.ts";
import { stepAt } from "../core/pace.ts";
import { readRefusal } from "../core/refusal.ts";
import type { AnswerTranslation } from "../core/translation.ts";
import type { Witness } from "../core/witness.ts";
import { orAborted } from "../lib/or-aborted.ts";
import { checkHead } from "./answer-head.ts";
import type { Shelf } from "./aside.ts";
import { watchForHead } from "./head-watch.ts";
import { answerHeaders } from "./headers.ts";
import type { isBlackHole } from "./health.ts";
import { clientLeft, cutShort, noHead } from "./late.ts";
import { type Names, slowName } from "./names.ts";
import type { Pools, Seat } from "./pools.ts";
import { type Reading, readingOf } from "./reading.ts";
import { Relay, type RelayLimits, type UnderWay } from "./relay.ts";
import { type SendServices, send } from "./send.ts";
import type { SocketLimits } from "./socket-relay.ts";
import { readApart, type Talk, type TalkServices, talkWith } from "./talk.ts";
import { notesOf, tellInput, toldWhole } from "./translated-answer.ts";
import { type AnswerFilter, usageFilter } from "./usage-filter.ts";
import type { Watch, Watchdog } from "./watchdog.ts";

/** Every limit on the way out, in milliseconds. */
export type CallLimits = RelayLimits &
  SocketLimits & {
    readonly connectMs: number;
    readonly firstByteMs: number;
    readonly firstByteStreamMs: number;
  };

/** What every call is made with. */
export type CallServices = Omit<SendServices, "pool" | "witness"> &
  TalkServices & {
    /** Looks on; null = nobody does. */
    readonly witness: Witness | null;
    readonly pools: Pools;
    readonly tick: () => number;
    readonly limits: CallLimits;
    /** A longer message of a WebSocket ends it. */
    readonly maxMessageBytes: number;
    readonly watchdog: Watchdog;
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
  /** Only TLS has more than one set of kept connections. */
  #seat: Seat | null = null;
  /** The client's own words, or a translation of them. */
  #talk: Talk;

  constructor(services: CallServices, exchange: Exchange, target: Target) {
    this.#services = services;
    this.#exchange = exchange;
    this.id = exchange.id;
    this.#target = target;
    this.#talk = { outgoing: exchange, target, asked: exchange, translation: null };
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
      const readFirst = readApart(this.#exchange, this.#target);
      if (readFirst !== null) await readFirst;
      this.#talk = talkWith(this.#exchange, this.#target, this.#services);
      watchForHead({ ...this.#services, target: this.#target, notes: this.#exchange.notes }, this.#watch, this.#line);
      return await this.#answer(await this.#send());
    } catch (thrown) {
      this.#release();
      this.#line.abort(); // whatever still comes, nobody takes it
      throw thrown;
    }
  }

  #send(): Promise<Response> {
    const { providers, egress, pools, tick } = this.#services;
    const witness = this.#services.witness;
    this.#exchange.notes.sentAt = tick();
    this.#exchange.notes.headAt = null;
    this.#exchange.notes.refusal = null;
    this.#exchange.notes.reported = null; // an earlier try leaves nothing behind
    if (this.#target.endpoint.origin.startsWith("https:")) this.#seat = pools.take();
    const { outgoing, target } = this.#talk;
    const leaves = (_: unknown, to: Target, headers: Headers): void => witness?.leaves(this.#exchange, to, headers);
    const services = { providers, egress, witness: witness && { leaves }, pool: this.#seat?.pool ?? 0 };
    return send(outgoing, target, services, this.#line.signal);
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

  async #answer(response: Response): Promise<Response> {
    const { notes, startedAt, startedTick } = this.#exchange;
    notes.headAt = this.#services.tick();
    checkHead(response, this.#target.upstream.name);
    notes.refusal = readRefusal(response.status, response.headers, startedAt + notes.headAt - startedTick);
    if (response.status === 429) notes.retryAfterMs = notes.refusal?.retryAfterMs ?? null;
    const headers = this.#headers(answerHeaders(response.headers));
    const { translation } = this.#talk;
    if (translation !== null) return this.#translated(response, headers, translation);
    const body = await this.#body(response);
    return new Response(body, { status: response.status, headers });
  }

  #headers(vendor: Headers): Headers {
    const { notes, id } = this.#exchange;
    const headers = this.#talk.translation?.headers(vendor) ?? vendor;
    headers.set("x-proxy-request-id", id);
    headers.set("x-proxy-upstream", this.#target.upstream.name);
    if (notes.isUsageInjected) headers.delete("content-length"); // less of it may go on
    const lost = notesOf(notes.losses);
    if (lost !== null) headers.set("x-proxy-notes", lost);
    return headers;
  }

  /** An answer that has to be written anew for the client. */
  async #translated(response: Response, headers: Headers, translation: AnswerTranslation): Promise<Response> {
    const { measure, shelf, tick, limits } = this.#services;
    const { notes, hearers } = this.#exchange;
    const reading = readingOf(this.#talk.asked, response, measure, shelf);
    const { events } = reading;
    if (events?.isEventStream === true && notes.stream && response.body !== null) {
      headers.set("content-type", translation.streamType);
      return new Response(this.#stream(response, response.body, reading), { status: response.status, headers });
    }
    const { streamIdleMs } = limits;
    const { name } = this.#target.upstream;
    const onLate = (): void => this.#line.abort(noHead(name, streamIdleMs));
    const told = await toldWhole({
      ...{ response, translation, wantsStream: notes.stream, upstream: name, line: this.#line.signal },
      expect: () => this.#watch.expect(streamIdleMs, onLate),
      saw: (bytes) => {
        reading.read(bytes);
        events?.end();
      },
    });
    if (this.#target.scaleInput != null) tellInput(headers, notes, reading);
    headers.set("content-type", told.contentType);
    if (told.retryAfterMs !== null) {
      headers.set("retry-after", String(Math.ceil(told.retryAfterMs / 1000)));
      notes.retryAfterMs = told.retryAfterMs;
    }
    const body = new TextEncoder().encode(told.body);
    notes.firstByteAt = tick();
    stepAt(notes.pace, notes.firstByteAt);
    notes.bytesOut = body.length;
    for (const hear of hearers) hear(body);
    this.#finish(ended(told.status), reading);
    return new Response(body, { status: told.status, headers });
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
    const filter = this.#filter(reading);
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

  #filter({ events }: Reading): AnswerFilter | null {
    const { translation } = this.#talk;
    if (translation !== null) return translation.stream();
    return this.#exchange.notes.isUsageInjected && events !== null ? usageFilter() : null;
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
