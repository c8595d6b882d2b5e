import type { FailureCode } from "../core/errors.ts";
import type { Upstream } from "../core/provider.ts";

/** Connects to an origin of an upstream and hangs up; null where that went well, else as what a call would have failed. Never rejects. */
export type Knock = (upstream: Upstream, origin: string) => Promise<FailureCode | null>;

/** What knocking takes of the machine. */
export type Doors = {
  /** Monotonic clock. */
  readonly tick: () => number;
  /** Does something after so long, unless the returned function is called before. */
  readonly later: (work: () => void, ms: number) => () => void;
};

type Wanted = {
  readonly upstream: Upstream;
  readonly origin: string;
  readonly rules: { readonly retryMs: number; readonly knock: Knock };
};

/** Hears how it went (null = well), and how long the next one is off; gives whether there is to be one. */
type Heard = (error: FailureCode | null, restMs: number) => boolean;

/** Nobody has to wait longer for a fresh look, and no door is knocked at more often. */
const leastMs = 100;
/** After so long without a call that wanted to go there it is looked at less often. */
const forgottenMs = 60_000;
const seldomTimes = 15;

/** Looks now and then whether an address can be reached again, and at once where somebody needs to know. */
export class Knocking {
  readonly #doors: Doors;
  readonly #onKnock: Heard;
  #wanted: Wanted;
  #wantedTick: number;
  #endedTick = Number.NEGATIVE_INFINITY;
  #tookMs = 0;
  #underWay: Promise<boolean> | null = null;
  #cancel: (() => void) | null = null;
  #isOn = false;

  constructor(doors: Doors, wanted: Wanted, onKnock: Heard) {
    this.#doors = doors;
    this.#wanted = wanted;
    this.#wantedTick = doors.tick();
    this.#onKnock = onKnock;
  }

  get rules(): Wanted["rules"] {
    return this.#wanted.rules;
  }

  /** Somebody wants to go there. */
  wanted(wanted: Wanted): void {
    const wasForgotten = this.#restMs() > wanted.rules.retryMs;
    this.#wanted = wanted;
    this.#wantedTick = this.#doors.tick();
    if (wasForgotten && this.#isOn && this.#underWay === null) this.#plan();
  }

  /** From now on it is looked at now and then. */
  begin(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#plan();
  }

  stop(): void {
    this.#isOn = false;
    this.#cancel?.();
    this.#cancel = null;
  }

  /**
   * Whether it can be reached now, by a knock that begins now or a moment ago. False where that takes longer; where the
   * last one took as long, nobody waits. Never rejects.
   */
  async soon(limitMs: number): Promise<boolean> {
    if (this.#underWay === null && this.#tookMs >= limitMs) return false; // it says nothing at all
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const cancel = this.#doors.later(() => resolve(false), limitMs);
    return Promise.race([this.#fresh(), late]).finally(cancel);
  }

  async #fresh(): Promise<boolean> {
    const restMs = this.#endedTick + leastMs - this.#doors.tick();
    if (this.#underWay === null && restMs > 0)
      await new Promise<void>((resolve) => void this.#doors.later(resolve, restMs));
    this.#underWay ??= this.#knock();
    return this.#underWay;
  }

  async #knock(): Promise<boolean> {
    this.#cancel?.();
    this.#cancel = null;
    const { rules, upstream, origin } = this.#wanted;
    const startTick = this.#doors.tick();
    const error = await rules.knock(upstream, origin);
    this.#underWay = null;
    this.#endedTick = this.#doors.tick();
    this.#tookMs = error === null ? 0 : this.#endedTick - startTick;
    const goesOn = this.#onKnock(error, this.#restMs());
    if (goesOn && this.#isOn) this.#plan();
    return error === null;
  }

  #plan(): void {
    this.#cancel?.();
    this.#cancel = this.#doors.later(() => {
      this.#cancel = null;
      if (this.#isOn) this.#underWay ??= this.#knock();
    }, this.#restMs());
  }

  #restMs(): number {
    const { retryMs } = this.#wanted.rules;
    return this.#doors.tick() - this.#wantedTick > forgottenMs ? seldomTimes * retryMs : retryMs;
  }
}
