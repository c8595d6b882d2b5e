import type { Measure } from "../core/dialect.ts";
import type { Exchange } from "../core/exchange.ts";
import { type Ending, ended } from "../core/outcome.ts";
import { stepAt } from "../core/pace.ts";
import type { AnswerTranslation } from "../core/translation.ts";
import type { Witness } from "../core/witness.ts";
import type { Shelf } from "./aside.ts";
import { answerHeaders } from "./headers.ts";
import { cutShort, noHead } from "./late.ts";
import { type Reading, readingOf } from "./reading.ts";
import { Relay, type RelayLimits } from "./relay.ts";
import type { Talk } from "./talk.ts";
import { notesOf, tellInput, toldWhole } from "./translated-answer.ts";
import { type AnswerFilter, usageFilter } from "./usage-filter.ts";
import type { Watch } from "./watchdog.ts";

/** What every answer is delivered with. */
export type DeliveryServices = {
  /** Looks on; null = nobody does. */
  readonly witness: Witness | null;
  readonly tick: () => number;
  readonly limits: RelayLimits;
  /** Hears how many events of a stream were out of its format's order. */
  readonly onWarnings: (count: number) => void;
  /** Estimates the tokens of what is delivered. */
  readonly measure: Measure;
  /** Where answers are kept until they can be read. */
  readonly shelf: Shelf;
};

/** The call that an answer belongs to. */
export type Delivered = {
  readonly exchange: Exchange;
  readonly talk: Talk;
  readonly watch: Watch;
  /** The line to the vendor. */
  readonly line: AbortController;
  /** Called when nothing more of it is waited for. */
  readonly release: () => void;
};

/** Whole answers up to this size are read before they are passed on: one write, and a broken one becomes a clean error. */
const wholeBytes = 32 * 1024;

/** Statuses whose answers have no body, whatever their headers say (RFC 9110, 6.4.1). */
const bodiless = [204, 304];

/** One answer's way from the vendor's head to the client's last byte. */
export class Delivery {
  readonly #services: DeliveryServices;
  readonly #call: Delivered;
  /** The answer, once it streams; before that there is only the line to hang up. */
  #relay: Relay | null = null;

  constructor(services: DeliveryServices, call: Delivered) {
    this.#services = services;
    this.#call = call;
  }

  get relay(): Relay | null {
    return this.#relay;
  }

  /** Resolves at the head; settles the exchange at the end of the answer. Throws where it is no answer. */
  async deliver(response: Response): Promise<Response> {
    const headers = this.#headers(answerHeaders(response.headers));
    const { translation } = this.#call.talk;
    if (translation !== null) return this.#translated(response, headers, translation);
    const body = await this.#body(response);
    return new Response(body, { status: response.status, headers });
  }

  get #upstream(): string {
    return this.#call.talk.target.upstream.name;
  }

  #headers(vendor: Headers): Headers {
    const { exchange, talk } = this.#call;
    const { notes, id } = exchange;
    const headers = talk.translation?.headers(vendor) ?? vendor;
    headers.set("x-proxy-request-id", id);
    headers.set("x-proxy-upstream", this.#upstream);
    if (notes.isUsageInjected) headers.delete("content-length"); // less of it may go on
    const lost = notesOf(notes.losses);
    if (lost !== null) headers.set("x-proxy-notes", lost);
    return headers;
  }

  /** An answer that has to be written anew for the client. */
  async #translated(response: Response, headers: Headers, translation: AnswerTranslation): Promise<Response> {
    const { measure, shelf, tick, limits } = this.#services;
    const { exchange, talk, line, watch } = this.#call;
    const { notes, hearers } = exchange;
    const reading = readingOf(talk.asked, response, measure, shelf);
    const { events } = reading;
    if (events?.isEventStream === true && notes.stream && response.body !== null) {
      headers.set("content-type", translation.streamType);
      return new Response(this.#stream(response, response.body, reading), { status: response.status, headers });
    }
    const { streamIdleMs } = limits;
    const onLate = (): void => line.abort(noHead(this.#upstream, streamIdleMs));
    const told = await toldWhole({
      ...{ response, translation, wantsStream: notes.stream, upstream: this.#upstream, line: line.signal },
      expect: () => watch.expect(streamIdleMs, onLate),
      saw: (bytes) => {
        reading.read(bytes);
        events?.end();
      },
    });
    if (talk.target.scaleInput != null) tellInput(headers, notes, reading);
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
    const { exchange } = this.#call;
    const length = Number(response.headers.get("content-length") ?? Number.NaN);
    const isBodiless = exchange.request.method === "HEAD" || bodiless.includes(response.status);
    const { measure, shelf } = this.#services;
    const reading = readingOf(exchange, response, measure, shelf);
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
    const { exchange, watch, line } = this.#call;
    watch.expect(limits.streamIdleMs, () => line.abort(noHead(this.#upstream, limits.streamIdleMs)));
    const body = await response.arrayBuffer().catch(() => {
      throw line.signal.aborted ? line.signal.reason : cutShort(this.#upstream);
    });
    if (body.byteLength !== length) throw cutShort(this.#upstream);
    const { notes, hearers } = exchange;
    const now = tick();
    notes.firstByteAt = now;
    stepAt(notes.pace, now);
    notes.bytesOut = length;
    for (const hear of hearers) hear(new Uint8Array(body));
    return body;
  }

  #stream(response: Response, source: ReadableStream<Uint8Array>, reading: Reading): ReadableStream<Uint8Array> {
    const { exchange, watch, line } = this.#call;
    const { limits, tick, onWarnings, witness } = this.#services;
    const { dialect, notes, id } = exchange;
    const { events } = reading;
    notes.soFar = events === null ? null : () => events.reported();
    const filter = this.#filter(reading);
    this.#relay = new Relay({
      requestId: id,
      upstream: this.#upstream,
      status: response.status,
      ...{ source, notes, dialect, reading, filter, limits, watch, tick, onWarnings },
      unread: exchange.unread,
      letGo: exchange.letGo,
      hangUp: () => line.abort(),
      onTerminal: (ending) => this.#settle(ending, reading),
      onEnd: (ending) => this.#finish(ending, reading),
      witness: witness?.answers(exchange, response, filter === null ? null : this.#typeOf(response)) ?? null,
      hearers: exchange.hearers,
    });
    return this.#relay.body;
  }

  /** The content type that the client is told. */
  #typeOf({ headers }: Response): string {
    return this.#call.talk.translation?.streamType ?? headers.get("content-type") ?? "";
  }

  #filter({ events }: Reading): AnswerFilter | null {
    const { exchange, talk } = this.#call;
    if (talk.translation !== null) return talk.translation.stream();
    return exchange.notes.isUsageInjected && events !== null ? usageFilter() : null;
  }

  /** What takes time to be read is read when the client has its last byte. */
  #finish(ending: Ending, reading: Reading | null): void {
    this.#call.release();
    if (reading?.isSlow()) setImmediate(() => this.#settle(ending, reading));
    else this.#settle(ending, reading);
  }

  /** An error in the place of an answer is one, whatever its status says. */
  #settle(ending: Ending, reading: Reading | null): void {
    const { notes, settle } = this.#call.exchange;
    notes.reported = reading?.reported() ?? notes.reported;
    notes.soFar = null;
    const isFailure = notes.reported?.error != null && ending.code === "--" && (ending.status ?? 0) < 400;
    settle(isFailure ? { ...ending, code: "SD" } : ending);
  }
}
