import type { SharedStanding } from "../../../core/shared.ts";
import { inTime, late } from "../../../lib/in-time.ts";
import type { RedisAddress } from "../../../lib/redis-address.ts";
import { loadScripts, type Question, script } from "./questions.ts";
import type { ScriptName } from "./scripts.ts";
import { noRedis, Trouble, troubleFrom } from "./trouble.ts";
import type { OpenWire, Wire } from "./wire.ts";

/** What became of a question, however late: its reply; done, but the reply was lost; or not done. */
export type End =
  | { readonly type: "reply"; readonly reply: unknown }
  | { readonly type: "done" }
  | { readonly type: "undone" };

/** A question that was asked: its reply where that came within the budget, else null; and its end. Neither rejects. */
export type Asked = { readonly soon: Promise<unknown>; readonly end: Promise<End> };

export type LinkOptions = {
  readonly address: RedisAddress;
  /** What all keys begin with. */
  readonly prefix: string;
  /** Names this daemon among all that are and have been. */
  readonly name: string;
  /** How long a request waits at most. */
  readonly budgetMs: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly open: OpenWire;
  /** Hears of each change between usable and not. */
  readonly onChange: (standing: SharedStanding) => void;
};

/** So many slow or failed calls in a row, and it is left alone. */
const mostFailures = 5;

/** More commands than this do not wait for their answer. */
const mostWaiting = 1000;

/** How long it may take to connect, and what no request waits for. */
export const patientMs = 1000;

/** What did not come through is tried again so much later. */
const againMs = 250;

const firstPauseMs = 100;
const longestPauseMs = 30_000;

/** Who goes away again sooner than this is not asked again at once. */
const steadyMs = 5000;

type Lost = { readonly turn: number; readonly settle: (end: End) => void };

const nothing: Asked = { soon: Promise.resolve(null), end: Promise.resolve({ type: "undone" }) };

/** The one connection of a daemon to a Redis: kept open, opened again, left alone while it is of no use. */
export class Link {
  /** Resolves when it was tried once, however that went. */
  readonly tried: Promise<void>;
  readonly #options: LinkOptions;
  readonly #begun: (() => void)[] = [];
  #wire: Wire | null = null;
  #standing: SharedStanding;
  #fall: ((why: Trouble) => void) | null = null;
  #failures = 0;
  #epoch = 0;
  #turn = 0;
  #lost: Lost[] = [];
  #again: ReturnType<typeof setTimeout> | null = null;
  #isClosing = false;
  #hasTold = false;
  #wake = (): void => undefined;
  readonly #keeping: Promise<void>;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#standing = { state: "away", sinceAt: options.now(), reason: "not reached yet" };
    const tried = Promise.withResolvers<void>();
    this.tried = tried.promise;
    this.#keeping = this.#keep(tried.resolve);
  }

  standing(): SharedStanding {
    return this.#standing;
  }

  isUp(): boolean {
    return this.#fall !== null;
  }

  /** What its place among all daemons' turns is called; what it holds stands beside it. */
  turnKey(): string {
    return `${this.#options.prefix}turn:${this.#options.name}`;
  }

  /** Called each time it has become usable, and a while after something did not come through. */
  whenUp(work: () => void): void {
    this.#begun.push(work);
  }

  /** Asks what may be done twice without harm. */
  ask(question: Question, limitMs = this.#options.budgetMs): Asked {
    const wire = this.#usable();
    if (wire === null) return nothing;
    const asked = ended(question(wire));
    return { soon: this.#soon(asked, limitMs), end: asked.then(endOf) };
  }

  /** Runs a script in turn: where the connection breaks it becomes known later whether it was done. */
  askOnce(
    name: ScriptName,
    keys: readonly string[],
    args: readonly (string | number)[],
    limitMs = this.#options.budgetMs,
  ): Asked {
    const wire = this.#usable();
    if (wire === null) return nothing;
    const turn = ++this.#turn;
    const asked = ended(script(name, [this.turnKey(), ...keys], [this.#epoch, turn, ...args])(wire));
    const end = asked.then((answer) =>
      answer.type === "broken" && !answer.why.isTheirs && !this.#isClosing
        ? new Promise<End>((settle) => this.#lost.push({ turn, settle }))
        : endOf(answer),
    );
    return { soon: this.#soon(asked, limitMs), end };
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#again !== null) clearTimeout(this.#again);
    const wire = this.#wire;
    if (wire !== null && this.isUp()) await inTime(wire.send(["PING"]), patientMs).catch(() => undefined); // comes last
    this.#fall?.(new Trouble("closed"));
    this.#wake();
    this.#wire?.end();
    await this.#keeping;
    for (const { settle } of this.#lost) settle({ type: "undone" });
  }

  #usable(): Wire | null {
    return this.#fall !== null && this.#wire !== null && this.#wire.waiting() < mostWaiting ? this.#wire : null;
  }

  async #soon(asked: Promise<Answer>, limitMs: number): Promise<unknown> {
    const answer = await inTime(asked, limitMs);
    if (answer !== late && answer.type === "reply") {
      this.#failures = 0;
      return answer.reply;
    }
    this.#tryAgain();
    if (answer === late) this.#failed(slow(limitMs));
    else if (!answer.why.isAboutOne) this.#failed(answer.why);
    return null;
  }

  #failed(why: Trouble): void {
    if (++this.#failures >= mostFailures) this.#fall?.(why);
  }

  #tryAgain(): void {
    this.#again ??= setTimeout(() => {
      this.#again = null;
      if (this.isUp()) this.#settle();
    }, againMs).unref();
  }

  #settle(): void {
    for (const work of this.#begun) work();
  }

  async #keep(tried: () => void): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!this.#isClosing) {
      const trouble = await this.#attempt();
      if (trouble === null) {
        const fallen = this.#rise();
        tried();
        const since = this.#options.now();
        await fallen;
        if (this.#options.now() - since > steadyMs) pauseMs = firstPauseMs;
      } else this.#tellAway(trouble);
      tried();
      if (this.#isClosing) return;
      await this.#pause(pauseMs * (0.75 + this.#options.random() / 2));
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }

  /** Null = it is connected, may be written to, and answers within the budget. */
  async #attempt(): Promise<Trouble | null> {
    try {
      if (this.#wire === null) {
        await this.#connect();
        await this.#begin(patientMs);
      }
      await this.#begin(this.#options.budgetMs);
      return null;
    } catch (thrown) {
      return troubleFrom(thrown);
    }
  }

  async #connect(): Promise<void> {
    const wire = await this.#options.open(this.#options.address, patientMs);
    this.#wire = wire;
    void wire.gone.then((why) => {
      if (this.#wire === wire) this.#wire = null;
      this.#fall?.(why);
    });
    await this.#orGone(loadScripts(wire), wire);
  }

  /** A connection that breaks, or over which nothing comes back, is given up at once. */
  async #orGone<T>(asked: Promise<T>, wire: Wire): Promise<T> {
    try {
      const reply = await inTime(asked, patientMs);
      if (reply === late) throw new Trouble("it does not answer");
      return reply;
    } catch (thrown) {
      const trouble = troubleFrom(thrown);
      if (!trouble.isTheirs && this.#wire === wire) this.#wire = null;
      if (!trouble.isTheirs) wire.end();
      throw trouble;
    }
  }

  async #begin(limitMs: number): Promise<void> {
    const wire = this.#wire;
    if (wire === null) throw new Trouble("it hung up");
    const asked = this.#orGone(script("begin", [this.turnKey()], [++this.#epoch])(wire), wire);
    const reply = await inTime(asked, limitMs);
    if (reply === late) {
      await asked.catch(() => undefined); // one question at a time to one that is slow
      throw slow(limitMs);
    }
    const done = Number(String(reply));
    if (Number.isNaN(done)) throw noRedis();
    for (const { turn, settle } of this.#lost) settle({ type: turn <= done ? "done" : "undone" });
    this.#lost = [];
  }

  /** From now on it is used; resolves when it no longer can be. */
  #rise(): Promise<void> {
    const fallen = Promise.withResolvers<void>();
    this.#failures = 0;
    this.#fall = (why) => {
      this.#fall = null;
      this.#tellAway(why);
      fallen.resolve();
    };
    if (this.#wire === null) this.#fall(new Trouble("it hung up"));
    else this.#tell({ state: "connected", sinceAt: this.#options.now(), reason: null });
    this.#settle();
    return fallen.promise;
  }

  /** Another reason for the same is no news. */
  #tellAway({ message }: Trouble): void {
    if (this.#isClosing) return;
    const isNews = this.#standing.state !== "away" || !this.#hasTold;
    const standing: SharedStanding = {
      state: "away",
      sinceAt: isNews ? this.#options.now() : this.#standing.sinceAt,
      reason: message,
    };
    if (isNews) this.#tell(standing);
    else this.#standing = standing;
  }

  #tell(standing: SharedStanding): void {
    this.#hasTold = true;
    this.#standing = standing;
    this.#options.onChange(standing);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

type Answer = { readonly type: "reply"; readonly reply: unknown } | { readonly type: "broken"; readonly why: Trouble };

const ended = (asked: Promise<unknown>): Promise<Answer> =>
  asked.then(
    (reply): Answer => ({ type: "reply", reply }),
    (thrown: unknown): Answer => ({ type: "broken", why: troubleFrom(thrown) }),
  );

const endOf = (answer: Answer): End => (answer.type === "reply" ? answer : { type: "undone" });

const slow = (limitMs: number): Trouble => new Trouble(`it does not answer within ${limitMs} ms`);
