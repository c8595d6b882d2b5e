import type { Dialect } from "../core/dialect.ts";
import type { ProxyError } from "../core/errors.ts";
import type { Exchange, Target } from "../core/exchange.ts";
import type { Judge } from "../core/judge.ts";
import { readRefusal } from "../core/refusal.ts";
import type { Witness } from "../core/witness.ts";
import { orAborted } from "../lib/or-aborted.ts";
import { checkHead } from "./answer-head.ts";
import { Delivery, type DeliveryServices } from "./delivery.ts";
import { watchForHead } from "./head-watch.ts";
import type { isBlackHole } from "./health.ts";
import { clientLeft, noHead } from "./late.ts";
import { type Names, slowName } from "./names.ts";
import { judged } from "./opening.ts";
import type { Pools, Seat } from "./pools.ts";
import type { RelayLimits, UnderWay } from "./relay.ts";
import { type SendServices, send } from "./send.ts";
import type { SocketLimits } from "./socket-relay.ts";
import { readApart, type Talk, type TalkServices, talkWith } from "./talk.ts";
import type { Watch, Watchdog } from "./watchdog.ts";

/** Every limit on the way out, in milliseconds. */
export type CallLimits = RelayLimits &
  SocketLimits & {
    readonly connectMs: number;
    readonly firstByteMs: number;
    readonly firstByteStreamMs: number;
    /** A stream that may begin with an error is held back for so long at most. */
    readonly openingMs: number;
  };

/** What every call is made with. */
export type CallServices = Omit<SendServices, "pool" | "witness"> &
  TalkServices &
  DeliveryServices & {
    /** Looks on; null = nobody does. */
    readonly witness: Witness | null;
    readonly pools: Pools;
    readonly limits: CallLimits;
    /** A longer message of a WebSocket ends it. */
    readonly maxMessageBytes: number;
    readonly watchdog: Watchdog;
    readonly names: Names;
    /** Tells a dead address from a thinking model. */
    readonly isBlackHole: typeof isBlackHole;
    /** The format that the messages of a WebSocket at this path are events of; null = none that we know. */
    readonly dialectAt: (path: string) => Dialect | null;
    /** Calls under way, so that a daemon that stops can end them. */
    readonly underWay: Set<UnderWay>;
  };

/** One call of one target, from the request's first byte out to the answer's last byte in. */
export class Call implements UnderWay {
  readonly id: string;
  readonly #services: CallServices;
  readonly #exchange: Exchange;
  readonly #target: Target;
  readonly #watch: Watch;
  readonly #line = new AbortController();
  /** The answer, once there is one; before that there is only the line to hang up. */
  #delivery: Delivery | null = null;
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
    const relay = this.#delivery?.relay ?? null;
    if (relay === null) this.#line.abort(reason);
    else relay.breakOff(reason);
  }

  #clientLeft(): void {
    const relay = this.#delivery?.relay ?? null;
    if (relay === null) this.#line.abort(clientLeft());
    else relay.leave();
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
    notes.statusThere = response.status;
    notes.refusal = readRefusal(response.status, response.headers, startedAt + notes.headAt - startedTick);
    if (response.status === 429) notes.retryAfterMs = notes.refusal?.retryAfterMs ?? null;
    const answer = this.#exchange.judge === null ? response : await this.#judged(response, this.#exchange.judge);
    const release = (): void => this.#release();
    const call = { exchange: this.#exchange, talk: this.#talk, watch: this.#watch, line: this.#line, release };
    this.#delivery = new Delivery(this.#services, call);
    return this.#delivery.deliver(answer);
  }

  #judged(response: Response, judge: Judge): Promise<Response> {
    const { shelf, limits } = this.#services;
    const { streamIdleMs, openingMs } = limits;
    this.#watch.expect(streamIdleMs, () => this.#line.abort(noHead(this.#target.upstream.name, streamIdleMs)));
    const retryAfterMs = this.#exchange.notes.refusal?.retryAfterMs ?? null;
    return judged(response, { judge, retryAfterMs, asked: this.#talk.asked, shelf, mostHeldMs: openingMs });
  }

  #release(): void {
    this.#watch.end();
    this.#seat?.leave();
    this.#services.underWay.delete(this);
  }
}
