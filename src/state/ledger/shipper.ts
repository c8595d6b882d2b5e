import type { Batch, Spool, SpooledRow } from "./spool.ts";

/** How it goes with the ledger elsewhere. */
export type ElsewhereHealth = {
  /** Its address, without name and password. */
  readonly place: string;
  /** Since when it takes nothing, and why; null while it does. */
  readonly awaySince: number | null;
  readonly why: string | null;
  /** Rows that it does not have yet, and those that it will never have. */
  readonly waiting: number;
  readonly givenUp: number;
};

/** What a shipper works with. */
type Options = {
  readonly place: string;
  /** The spool of this moment; a ledger that was damaged has a new one. */
  readonly spool: () => Spool | null;
  /** Resolves when the rows are there for good. */
  readonly deliver: (source: string, rows: readonly SpooledRow[]) => Promise<void>;
  /** Whether it is the rows that are not taken: then one of them, and the others can go. */
  readonly isRowsFault: (error: unknown) => boolean;
  readonly troubleOf: (error: unknown) => string;
  readonly now: () => number;
  readonly random: () => number;
  readonly later: (ms: number, work: () => void) => () => void;
  readonly tell: (health: ElsewhereHealth) => void;
};

/** Rows go together, this long after the first of them. */
const gatherMs = 500;

/** A place that is away is asked again after this, then after twice as long each time, up to the longest. */
const firstRetryMs = 250;
const longestRetryMs = 30_000;

/** How often at most it is told how many wait. */
const tellEveryMs = 1000;

/**
 * Sends what a spool has, in order, for as long as it is taken. At least once: what was sent and not settled is sent
 * again. With rows that have a key each that makes exactly once.
 */
export class Shipper {
  readonly #options: Options;
  #cancel: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #retryMs = firstRetryMs;
  #trouble: { readonly since: number; readonly why: string } | null = null;
  #isOver = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  #toldWaiting: number | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Something may wait. */
  nudge(): void {
    if (this.#trouble !== null) this.#tell(false);
    else if (this.#running === null) this.#wait(gatherMs);
  }

  /** Resolves when nothing waits any more, or it cannot go now, or after `limitMs`. */
  async flush(limitMs: number): Promise<void> {
    if (this.#trouble !== null || this.#isOver) return;
    const late = Promise.withResolvers<void>();
    const stop = this.#options.later(limitMs, late.resolve);
    const all = this.#start().then(() => this.#start()); // what came while the first was under way
    await Promise.race([all, late.promise]);
    stop();
  }

  /** Sends nothing more. */
  end(): void {
    this.#isOver = true;
    this.#cancel?.();
  }

  #start(): Promise<void> {
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #sendAll(): Promise<void> {
    const { spool, troubleOf, now, random } = this.#options;
    try {
      for (let from = spool(); from !== null && !this.#isOver; from = spool()) {
        const batch = from.take();
        if (batch === null) return this.#tell(this.#toldWaiting !== 0);
        await this.#send(from, batch);
      }
    } catch (error) {
      const isNews = this.#trouble === null;
      this.#trouble = { since: this.#trouble?.since ?? now(), why: troubleOf(error) };
      this.#tell(isNews);
      this.#wait(this.#retryMs * (0.5 + random()));
      this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
    }
  }

  async #send(from: Spool, batch: Batch): Promise<void> {
    const givenUp = await this.#delivered(from.source, batch.rows);
    if (this.#options.spool() === from) from.settle(batch, givenUp); // the notes of a ledger that was damaged are gone
    this.#arrived(givenUp);
  }

  /** Halves what is refused until it is one row; gives how many are given up. */
  async #delivered(source: string, rows: readonly SpooledRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    try {
      await this.#options.deliver(source, rows);
      return 0;
    } catch (error) {
      if (!this.#options.isRowsFault(error)) throw error;
      if (rows.length === 1) return 1;
      const middle = rows.length >> 1;
      const first = await this.#delivered(source, rows.slice(0, middle));
      return first + (await this.#delivered(source, rows.slice(middle)));
    }
  }

  #arrived(givenUp: number): void {
    const isNews = this.#trouble !== null || givenUp > 0;
    this.#trouble = null;
    this.#retryMs = firstRetryMs;
    this.#tell(isNews);
  }

  #wait(ms: number): void {
    if (this.#isOver) return;
    this.#cancel ??= this.#options.later(ms, () => {
      this.#cancel = null;
      void this.#start();
    });
  }

  /** What is no news is told now and then. */
  #tell(isNews: boolean): void {
    const { place, spool, now, tell } = this.#options;
    const there = spool();
    const since = now() - this.#toldAt;
    if (there === null || (!isNews && since >= 0 && since < tellEveryMs)) return;
    this.#toldAt = now();
    try {
      there.keepWithin();
      const [waiting, givenUp] = [there.waiting(), there.givenUp()];
      this.#toldWaiting = waiting;
      tell({ place, awaySince: this.#trouble?.since ?? null, why: this.#trouble?.why ?? null, waiting, givenUp });
    } catch {
      // The ledger's own disk is full, or somebody else writes for long: the ledger tells of that, and this is told the next time.
    }
  }
}
