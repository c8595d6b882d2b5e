import type { Measure } from "../../core/dialect.ts";
import type { Exchange } from "../../core/exchange.ts";
import { Slices } from "../../lib/slices.ts";
import { type Part, type Sought, soughtBy } from "./find.ts";
import { type BodyReader, createBodyReader, type Reading, type ReadingOn, readToEnd } from "./read.ts";

/** What is known of an exchange until it ends. */
export type Pending = {
  /** Its place was looked for. */
  isDone: boolean;
  part: Part | null;
  /** Its body as far as it has been read. */
  on: ReadingOn | null;
  read: { readonly reading: Reading | null } | null;
  sought: { readonly by: Sought | null } | null;
  /** Is about to be read, a little at a time. */
  looking: Promise<void> | null;
  /** Other daemons are asked for it. */
  hearing: Promise<void> | null;
};

type Options = {
  readonly measure: Measure;
  /** Whose conversations these are. */
  readonly groupOf: (exchange: Exchange) => string;
  readonly now: () => number;
};

/** A body up to this size is read in one go: some 1 or 2 ms. */
const smallBytes = 256 * 1024;

/** More large bodies than this do not wait to be read: each is held in memory meanwhile. */
const mostWaiting = 8;

/** Exchanges whose conversation will be looked for, and their bodies as far as they have been read. */
export class Expected {
  readonly #read: BodyReader;
  readonly #pending = new WeakMap<Exchange, Pending>();
  readonly #slices = new Slices();

  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
    this.#read = createBodyReader(options.measure);
  }

  add(exchange: Exchange): void {
    if (this.#pending.has(exchange)) return;
    const unread = { on: null, read: null, sought: null };
    this.#pending.set(exchange, { isDone: false, part: null, ...unread, looking: null, hearing: null });
  }

  of(exchange: Exchange): Pending | null {
    return this.#pending.get(exchange) ?? null;
  }

  remove(exchange: Exchange): void {
    this.#pending.delete(exchange);
  }

  /** What its body tells; what was read for one who asks is not read again for the next. */
  reading(exchange: Exchange): Reading | null {
    const pending = this.of(exchange);
    const reading = pending?.read?.reading ?? readToEnd(pending?.on ?? this.#read(exchange));
    if (pending?.isDone === false) pending.read ??= { reading };
    return reading;
  }

  /** What it is looked for by; null where it can be no part of a conversation. */
  sought(exchange: Exchange, pending: Pending): Sought | null {
    const { groupOf, now } = this.#options;
    pending.sought ??= { by: soughtBy(exchange, this.reading(exchange), groupOf(exchange), now()) };
    return pending.sought.by;
  }

  /** Nobody needs its body any more, and what was read of it holds it. */
  letGo(pending: Pending): void {
    pending.on = null;
    pending.read = null;
    pending.sought = null;
  }

  isLarge({ body }: Exchange): boolean {
    return body.kind === "held" && body.bytes.length > smallBytes;
  }

  /** Reads it while others have their turns, one such body after the other; null where too many wait for theirs. */
  readSlowly(exchange: Exchange, pending: Pending, orNot: (work: () => void) => void): Promise<void> | null {
    if (this.#slices.waiting() >= mostWaiting) return null;
    return this.#slices.add(() => {
      if (pending.isDone || pending.read !== null) return true;
      pending.read = { reading: null }; // what fails here is not tried again
      orNot(() => {
        pending.on ??= this.#read(exchange);
        const step = pending.on.next();
        pending.read = step.done === true ? { reading: step.value } : null;
      });
      return false;
    });
  }
}
