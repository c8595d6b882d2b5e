import type { Availability, Hindrance } from "../core/availability.ts";
import { asProxyError, ProxyError } from "../core/errors.ts";
import type { Exchange, Target } from "../core/exchange.ts";
import { Declined, type Judge, type Opening } from "../core/judge.ts";
import type { MiddlewareMaker, Next } from "../core/middleware.ts";
import type { Came, Trouble } from "../core/tries.ts";
import { type Moving, noteTry, turnTo } from "../routing/moving-on.ts";
import { retryWaitMs, troubleOf, type WaitRules } from "../routing/retry-wait.ts";
import { allHindered, inTheEnd, ofDeclined, ofFailure, ofHindrance, toldTries, triedBy } from "../routing/tried.ts";

/** What tries are made with. */
export type AttemptServices = Moving & {
  readonly availability: Availability;
  /** How often who is limited or overloaded is asked again, and how long is waited for it. */
  readonly retries: WaitRules & { readonly onOverload: number };
  /** Resolves after so long; rejects when the client leaves before that, or the daemon stops. */
  readonly pause: (exchange: Exchange, waitMs: number) => Promise<void>;
  /** Wall clock. */
  readonly now: () => number;
};

/**
 * Tries the plan's targets in their order. All that comes after it is about one target alone and is run for each. Another
 * one is asked where nothing was sent; after that only where somebody has wished it, and before a byte went to the client.
 */
export const attempt: MiddlewareMaker<AttemptServices> = {
  name: "attempt",
  isOptional: false,
  create: (services) => (exchange, next) => {
    const { targets, refusal } = exchange.plan;
    if (targets.length > 0) return new Attempt(exchange, next, services).run();
    throw refusal ?? new ProxyError("internal", "The plan of this request is empty.");
  },
};

/** Where it goes on after an answer that was declined, and when. */
type Verdict = {
  readonly opening: Opening;
  readonly trouble: Trouble;
  readonly ahead: readonly Target[];
  readonly waitMs: number;
};

class Attempt {
  readonly #exchange: Exchange;
  readonly #next: Next;
  readonly #services: AttemptServices;
  /** What is changed for every target alike. */
  readonly #common: Pick<Exchange, "edits"> & Pick<Exchange["notes"], "added" | "losses">;
  /** A body that passes through can be sent once. */
  readonly #canRepeat: boolean;
  /** Who is asked next, in order. */
  #ahead: readonly Target[];
  #retries = 0;
  #verdict: Verdict | null = null;
  /** The latest trouble that was an upstream's own. */
  #error: ProxyError | null = null;

  constructor(exchange: Exchange, next: Next, services: AttemptServices) {
    const { edits, notes, body, plan } = exchange;
    this.#exchange = exchange;
    this.#next = next;
    this.#services = services;
    this.#common = { edits, added: notes.added, losses: notes.losses };
    this.#canRepeat = body.kind !== "streamed";
    this.#ahead = plan.targets;
  }

  async run(): Promise<Response> {
    for (;;) {
      const target = this.#choose() ?? (await this.#lookAgain());
      const answer = await this.#try(target);
      if (answer !== null) return answer;
    }
  }

  /** No target can be asked, as far as is known: that is looked at anew before anybody is turned away for it. */
  async #lookAgain(): Promise<Target> {
    const { availability, now } = this.#services;
    const [first, ...others] = this.#ahead;
    const isIn = first !== undefined && (await availability.enterLast(first)) === null;
    if (isIn) turnTo(this.#exchange, [first, ...others], this.#services);
    const target = isIn ? first : this.#choose();
    if (target !== null) return target;
    const hindered = this.#ahead.flatMap((one) => {
      const hindrance = availability.hindrance(one);
      return hindrance === null ? [] : [{ target: one, hindrance }];
    });
    throw inTheEnd(allHindered(hindered, now()), this.#exchange.notes.tries);
  }

  /** The first that nothing stands in the way of; one that is only limited is asked where no other takes its place. */
  #choose(): Target | null {
    const { availability, now } = this.#services;
    const passed: { readonly target: Target; readonly hindrance: Hindrance }[] = [];
    const settled = (target: Target, others: readonly Target[]): Target => {
      for (const one of passed) if (one.target !== target) this.#note(one.target, ofHindrance(one.hindrance, now()));
      turnTo(this.#exchange, [target, ...others], this.#services);
      return target;
    };
    let [target, ...others] = this.#ahead;
    while (target !== undefined) {
      const hindrance = availability.enter(target);
      if (hindrance === null) return settled(target, others);
      passed.push({ target, hindrance });
      [target, ...others] = heirsOf(target, others, hindrance.state === "open" ? "unreachable" : hindrance.state);
    }
    const limited = passed.find(({ hindrance }) => hindrance.state !== "open");
    return limited === undefined ? null : settled(limited.target, []); // it tells best itself how long that will be
  }

  /** Null = it goes on. Throws where it does not. */
  async #try(target: Target): Promise<Response | null> {
    const { availability, tick } = this.#services;
    const { notes } = this.#exchange;
    this.#begin(target);
    const startedAt = tick();
    try {
      const answer = await this.#next();
      availability.end(target, triedBy(notes, null));
      if (notes.tries.length > 0) answer.headers.set("x-proxy-attempts", toldTries(notes.tries, target.upstream.name));
      return answer;
    } catch (thrown) {
      if (thrown instanceof Declined && this.#verdict !== null) {
        await this.#declined(target, this.#verdict, startedAt);
        return null;
      }
      const error = asProxyError(thrown);
      availability.end(target, triedBy(notes, error));
      this.#failed(target, error, startedAt);
      return null;
    }
  }

  /** An earlier try leaves nothing behind. */
  #begin({ edits = [] }: Target): void {
    const exchange = this.#exchange;
    const { notes } = exchange;
    const { edits: ofAll, added, losses } = this.#common;
    exchange.edits = edits.length === 0 ? ofAll : [...ofAll, ...edits];
    exchange.judge = this.#judge();
    notes.attempts++;
    if (notes.attempts === 1) return;
    [notes.added, notes.losses, notes.isUsageInjected, notes.reported] = [added, losses, false, null];
    [notes.statusThere, notes.refusal, notes.retryAfterMs, notes.sentAt, notes.headAt] = [null, null, null, null, null];
  }

  /** Null where no answer would be declined: then none is looked at. */
  #judge(): Judge | null {
    const [target, ...others] = this.#exchange.plan.targets;
    const mayRetry = this.#retries < this.#services.retries.onOverload;
    if (target === undefined || !this.#canRepeat) return null;
    const mayMove = others.some((one) => (one.takesOverAfter ?? []).length > 0 || isOtherKey(one, target));
    if (!mayRetry && !mayMove) return null;
    return {
      looksInside: heirsOf(target, others, "error_first").length > 0,
      declines: (opening) => {
        this.#verdict = this.#verdictOn(opening, target, others);
        return this.#verdict !== null;
      },
    };
  }

  /** Another target at once; where there is none, the same one after a while. */
  #verdictOn(opening: Opening, target: Target, others: readonly Target[]): Verdict | null {
    const { availability, retries } = this.#services;
    const trouble = troubleOf(opening);
    if (trouble === null) return null;
    const free = heirsOf(target, others, trouble).filter((one) => availability.hindrance(one) === null);
    if (free.length > 0) return { opening, trouble, ahead: free, waitMs: 0 };
    const waitMs = this.#retries < retries.onOverload ? retryWaitMs(opening, this.#retries, retries) : null;
    return waitMs === null ? null : { opening, trouble, ahead: [target, ...others], waitMs };
  }

  async #declined(target: Target, { opening, trouble, ahead, waitMs }: Verdict, startedAt: number): Promise<void> {
    const { availability, pause } = this.#services;
    availability.end(target, triedBy(this.#exchange.notes, null));
    const { error, ...came } = ofDeclined(opening, trouble, target);
    this.#error = error;
    this.#ahead = ahead;
    const isSame = ahead[0] === target;
    this.#note(target, came, startedAt, isSame ? waitMs : 0);
    if (!isSame) return;
    this.#retries++;
    await pause(this.#exchange, waitMs);
  }

  /** Throws unless another one may be asked: nothing was sent, and it is not the request that is at fault. */
  #failed(target: Target, error: ProxyError, startedAt: number): void {
    const { plan, notes } = this.#exchange;
    const isOurs = error.failure.outcome.startsWith("P");
    const others = isOurs ? plan.targets.slice(1) : heirsOf(target, plan.targets.slice(1), "unreachable");
    const mayGoOn = this.#canRepeat && error.wasSent === "no" && (!isOurs || notes.tries.length > 0);
    const isLast = !mayGoOn || others.length === 0;
    if (isLast && !(mayGoOn && isOurs)) throw inTheEnd(error, notes.tries);
    this.#note(target, ofFailure(error), startedAt);
    // That the last one does not fit is no news where the trouble of another has led to it.
    if (isLast) throw inTheEnd(this.#error ?? error, notes.tries);
    if (!isOurs) this.#error = error;
    this.#ahead = others;
  }

  #note(target: Target, came: Came, startedAt = this.#services.tick(), waitedMs = 0): void {
    noteTry(this.#exchange, target, came, { startedAt, endedAt: this.#services.tick(), waitedMs });
  }
}

/** Of some targets those that are asked after this trouble of one: another key only where that one's is limited. */
const heirsOf = (from: Target, targets: readonly Target[], trouble: Trouble): readonly Target[] =>
  targets.filter((one) => {
    if (isOtherKey(one, from)) return trouble === "limited";
    return trouble === "unreachable" || one.takesOverAfter?.includes(trouble);
  });

/** Whether it is the same with another key of ours: no other address, no other machine. */
const isOtherKey = (one: Target, other: Target): boolean =>
  one.upstream.name === other.upstream.name && one.upstream.key !== other.upstream.key;
