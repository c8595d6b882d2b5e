import type { Measure } from "../../core/dialect.ts";
import type { Exchange } from "../../core/exchange.ts";
import type { Outcome } from "../../core/outcome.ts";
import { once } from "../../lib/once.ts";
import { Slices } from "../../lib/slices.ts";
import type { Transcript } from "../../memory/transcript/transcript.ts";
import type { KnownInput } from "../../meter/estimate.ts";
import { type Before, beforeOf } from "./before.ts";
import { Book } from "./book.ts";
import { countSessions, type SessionCounts, type SessionsView } from "./counts.ts";
import { findSession, type Part } from "./find.ts";
import { groupsOf } from "./group.ts";
import { Latest } from "./latest.ts";
import { Outbox } from "./outbox.ts";
import { type Past, Places } from "./place.ts";
import { type BodyReader, createBodyReader, type Reading, type ReadingOn, readToEnd } from "./read.ts";
import { rest, restored, type Session } from "./record.ts";
import { type Priced, settle } from "./settle.ts";
import type { SavedSession, SessionStore } from "./store.ts";
import { transcriptOf } from "./transcript.ts";

export type { SessionsView } from "./counts.ts";

type Options = {
  readonly store: SessionStore;
  /** A secret of this installation; asked for when the first session is looked for. */
  readonly salt: () => string;
  readonly now: () => number;
  readonly measure: Measure;
  /** Hears what went wrong, in words that hold nothing of anybody's. */
  readonly onTrouble: (what: string) => void;
  /** Hears what was read of a conversation, and of how many bytes. */
  readonly onRead?: (exchange: Exchange, transcript: Transcript, bytes: number) => void;
  /** Hears which sessions are over. */
  readonly onOver?: (ids: readonly string[]) => void;
  readonly idleMs?: number;
  readonly maxSessions?: number;
};

/** An hour without a request, and a conversation is over. */
const usualIdleMs = 3_600_000;
const usualSessions = 10_000;

/** All hashes of all sessions together: about 60 MB. */
const maxHashes = 400_000;

/** Messages of prompts that were sent, of all sessions together: about 100 MB. */
const maxSegments = 150_000;

/** What is known of an exchange until it ends. */
type Pending = {
  isDone: boolean;
  part: Part | null;
  /** Its body as far as it has been read. */
  on: ReadingOn | null;
  read: { readonly reading: Reading | null } | null;
};

/** A body up to this size is read in one go: some 1 or 2 ms. */
const smallBytes = 256 * 1024;

/** More large bodies than this do not wait to be read: each is held in memory meanwhile. */
const mostWaiting = 8;

/** Whose conversation each request is, and what became of its prompt. Trouble in here never touches traffic. */
export class Sessions {
  readonly #options: Options;
  readonly #read: BodyReader;
  readonly #book: Book;
  readonly #counts: SessionCounts;
  readonly #pending = new WeakMap<Exchange, Pending>();
  readonly #outbox: Outbox;
  /** Sessions that are over and whose clients may come back with the same name for them. */
  readonly #past = new Latest<Past>(usualSessions);
  readonly #salt: () => string;
  readonly #groupOf: () => (exchange: Exchange) => string;
  readonly #slices = new Slices();
  #places: Places | null = null;
  #loading: Promise<void> | null = null;

  constructor(options: Options) {
    const { now, measure, idleMs = usualIdleMs, maxSessions = usualSessions } = options;
    this.#options = options;
    this.#outbox = new Outbox(options.store);
    this.#salt = once(options.salt);
    this.#groupOf = once(() => groupsOf(this.#salt()));
    this.#read = createBodyReader(measure);
    this.#book = new Book({ sessions: maxSessions, hashes: maxHashes, segments: maxSegments, idleMs });
    this.#counts = countSessions(now);
  }

  /** This exchange may be part of a conversation: that is found out when `join` is called. */
  expect(exchange: Exchange): void {
    if (!this.#pending.has(exchange)) this.#pending.set(exchange, { isDone: false, part: null, on: null, read: null });
  }

  /**
   * Finds the session of an expected exchange while others have their turns: a large body is read a little at a time,
   * one such body after the other. Null when it is found, else resolves when it is; never rejects.
   */
  look(exchange: Exchange): Promise<void> | null {
    const pending = this.#pending.get(exchange);
    if (pending === undefined || pending.isDone) return null;
    const isLarge = exchange.body.kind === "held" && exchange.body.bytes.length > smallBytes;
    if (!isLarge) this.join(exchange);
    else if (this.#slices.waiting() < mostWaiting) return this.#slices.add(() => this.#readOn(exchange, pending));
    return null;
  }

  /** Finds the session of an exchange before it has gone out, which costs it that time; null = it is part of none. Never rejects. */
  async find(exchange: Exchange): Promise<{ readonly id: string; readonly parent: string | null } | null> {
    this.expect(exchange);
    await this.ready();
    await this.look(exchange);
    this.join(exchange);
    const id = exchange.notes.session?.id ?? null;
    return id === null ? null : { id, parent: this.#book.get(id)?.parent ?? null };
  }

  /** What is known of an exchange's conversation before it has gone out, which costs it the time to find it. Never rejects. */
  async before(exchange: Exchange): Promise<Before | null> {
    await this.find(exchange);
    const part = this.#pending.get(exchange)?.part ?? null;
    return part === null ? null : beforeOf(part, this.#book.all());
  }

  /** Finds the session of an expected exchange, once. Never throws. */
  join(exchange: Exchange): void {
    const pending = this.#pending.get(exchange);
    if (pending === undefined || pending.isDone) return;
    pending.isDone = true;
    this.#guarded(() => {
      void this.ready();
      this.#sweep();
      const { reading } = pending.read ?? { reading: readToEnd(pending.on ?? this.#read(exchange)) };
      pending.on = null; // both hold the body
      pending.read = null;
      const [book, at] = [this.#book, this.#options.now()];
      const part = findSession(exchange, { reading, book, places: this.#placesNow(), groupOf: this.#groupOf(), at });
      if (part === null) return;
      if (part === "beside" || part.found === null) this.#counts.utility();
      if (part === "beside") return;
      pending.part = part;
      exchange.notes.session = part.turn;
      if (part.found === null) return;
      this.#counts.joined(part.found);
      if (reading !== null && exchange.dialect !== null)
        this.#options.onRead?.(exchange, transcriptOf(exchange.dialect.name, reading), reading.list.bytes.length);
      this.#outbox.changed(part.found.session);
    });
  }

  /**
   * The conversation in an exchange's body; null where there is none to read, or the vendor holds what came before. What
   * was read for it is not read again.
   */
  transcript(exchange: Exchange): Transcript | null {
    const pending = this.#pending.get(exchange);
    const reading = pending?.read?.reading ?? readToEnd(this.#read(exchange));
    if (pending?.isDone === false) pending.read ??= { reading };
    if (reading === null || exchange.dialect === null || reading.continues !== null) return null;
    return transcriptOf(exchange.dialect.name, reading);
  }

  /** What is known of an exchange's input, once it has been joined; null = nothing. */
  input(exchange: Exchange): KnownInput | null {
    const part = this.#pending.get(exchange)?.part ?? null;
    return part?.input == null ? null : { ...part.input, last: part.found?.thread.told ?? null };
  }

  /** An exchange has ended and has its bill: keeps what it took, and notes what became of its prompt at the vendor. */
  ended(exchange: Exchange, outcome: Outcome, costMicros: Priced): void {
    const part = this.#pending.get(exchange)?.part ?? null;
    if (part === null) return;
    this.#pending.delete(exchange);
    this.#guarded(() => {
      exchange.notes.cache = settle(exchange, outcome, part, this.#book, costMicros);
      if (part.found !== null) this.#outbox.changed(part.found.session);
    });
  }

  view(): SessionsView {
    this.#sweep();
    return this.#counts.view(this.#book.size());
  }

  /** Every session that is not over, the latest first. */
  async list(): Promise<readonly Session[]> {
    await this.ready();
    this.#sweep();
    return [...this.#book.all()].reverse();
  }

  /** The id of the session that a tool has this name for, also of one that is over; null where none has come by it. */
  async ofTool(name: string): Promise<string | null> {
    await this.ready();
    return this.#placesNow().ofTool(name);
  }

  /** Ends a session: what comes next begins another one. False where it is not known. */
  async end(id: string): Promise<boolean> {
    await this.ready();
    const session = this.#book.get(id);
    if (session === null) return false;
    this.#book.remove(session);
    this.#over([session]);
    this.#counts.ended();
    return true;
  }

  /** Reads the store, if that has not been done: until then only the sessions of this run are known. Never rejects. */
  ready(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Writes what waits: who opens the file after this finds it there a moment later. */
  write(): void {
    this.#outbox.write(Number.POSITIVE_INFINITY);
  }

  /** Writes what waits. Never rejects. */
  async stop(): Promise<void> {
    if (this.#loading !== null) await this.#loading;
    this.write();
    await this.#options.store.close();
  }

  /** Reads a little more of a body; true when all of it has been read and its session is found. */
  #readOn(exchange: Exchange, pending: Pending): boolean {
    if (pending.read !== null) this.join(exchange);
    if (pending.isDone) return true;
    pending.read = { reading: null }; // what fails here is not tried again
    this.#guarded(() => {
      pending.on ??= this.#read(exchange);
      const step = pending.on.next();
      pending.read = step.done === true ? { reading: step.value } : null;
    });
    return false;
  }

  #placesNow(): Places {
    this.#places ??= new Places(this.#book, this.#salt(), this.#past);
    return this.#places;
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.#options.onTrouble(thrown instanceof Error ? thrown.name : "unknown"); // its message may quote a body
    }
  }

  async #load(): Promise<void> {
    const { store, now, onTrouble } = this.#options;
    let last: SavedSession | null = null;
    do {
      const kept: readonly SavedSession[] = await store.load(last).catch(() => {
        onTrouble("the sessions of earlier runs cannot be read");
        return [];
      });
      this.#book.addOlder(kept.flatMap(({ data }) => restored(data) ?? []));
      for (const { id } of kept) {
        const session = this.#book.get(id);
        if (session !== null) this.#outbox.isStored(session);
      }
      last = kept.at(-1) ?? null;
    } while (last !== null);
    this.#over(this.#book.sweep(now()));
  }

  #sweep(): void {
    const gone = this.#book.sweep(this.#options.now());
    if (gone.length === 0) return;
    this.#over(gone);
    this.#counts.expired(gone.length);
  }

  /** Sessions are over: only how far those came that may be named again is kept. */
  #over(gone: readonly Session[]): void {
    if (gone.length > 0) this.#options.onOver?.(gone.map(({ id }) => id));
    for (const session of gone) {
      const { explicit, id, turns, group } = session;
      if (explicit === null) this.#outbox.remove(session);
      else {
        this.#past.add(id, { turns, group });
        if (rest(session)) this.#outbox.changed(session);
      }
    }
  }
}
