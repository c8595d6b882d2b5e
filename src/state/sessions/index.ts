import type { Measure } from "../../core/dialect.ts";
import type { Exchange } from "../../core/exchange.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { Shared } from "../../core/shared.ts";
import { once } from "../../lib/once.ts";
import type { Transcript } from "../../memory/transcript/transcript.ts";
import type { KnownInput } from "../../meter/estimate.ts";
import { type Before, beforeOf } from "./before.ts";
import { Book } from "./book.ts";
import { countSessions, type SessionCounts, type SessionsView } from "./counts.ts";
import { Expected, type Pending } from "./expected.ts";
import { findSession, type Sought } from "./find.ts";
import { groupsOf } from "./group.ts";
import { Latest } from "./latest.ts";
import { loadSessions } from "./load.ts";
import { Others } from "./others.ts";
import { Outbox } from "./outbox.ts";
import { type Past, Places } from "./place.ts";
import { rest, type Session } from "./record.ts";
import { type Priced, settle } from "./settle.ts";
import type { SessionStore } from "./store.ts";
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
  /** Where other daemons tell of the conversations that they have had; null = there are none. */
  readonly together?: Pick<Shared, "sightings" | "board"> | null;
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

/** Whose conversation each request is, and what became of its prompt. Trouble in here never touches traffic. */
export class Sessions {
  readonly #options: Options;
  readonly #book: Book;
  readonly #counts: SessionCounts;
  readonly #expected: Expected;
  readonly #others: Others | null;
  readonly #outbox: Outbox;
  /** Sessions that are over and whose clients may come back with the same name for them. */
  readonly #past = new Latest<Past>(usualSessions);
  readonly #salt: () => string;
  #places: Places | null = null;
  #loading: Promise<void> | null = null;

  constructor(options: Options) {
    const { now, measure, idleMs = usualIdleMs, maxSessions = usualSessions, together = null } = options;
    this.#options = options;
    this.#outbox = new Outbox(options.store);
    this.#salt = once(options.salt);
    const groupOf = once(() => groupsOf(this.#salt()));
    this.#expected = new Expected({ measure, now, groupOf: (exchange) => groupOf()(exchange) });
    this.#book = new Book({ sessions: maxSessions, hashes: maxHashes, segments: maxSegments, idleMs });
    this.#counts = countSessions(now);
    this.#others = together && new Others({ ...together, idleMs, onEnd: (id) => void this.#remove(id) });
  }

  /** This exchange may be part of a conversation: that is found out when `join` is called. */
  expect(exchange: Exchange): void {
    this.#expected.add(exchange);
  }

  /**
   * Finds the session of an expected exchange while others have their turns: a large body is read a little at a time,
   * one such body after the other. Null when it is found, else resolves when it is; never rejects.
   */
  look(exchange: Exchange): Promise<void> | null {
    const pending = this.#expected.of(exchange);
    if (pending === null || pending.isDone) return null;
    if (!this.#expected.isLarge(exchange)) return this.#hear(exchange, pending);
    pending.looking ??=
      this.#expected
        .readSlowly(exchange, pending, (work) => this.#guarded(work))
        ?.then(() => this.#hear(exchange, pending) ?? undefined) ?? null;
    return pending.looking;
  }

  /** Resolves when other daemons were asked whether they know its conversation, which is soon; null = nobody is asked. */
  hearing(exchange: Exchange): Promise<void> | null {
    return this.#expected.of(exchange)?.hearing ?? null;
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
    const part = this.#expected.of(exchange)?.part ?? null;
    return part === null ? null : beforeOf(part, this.#book.all());
  }

  /** Finds the session of an expected exchange, once. Never throws. */
  join(exchange: Exchange): void {
    this.#join(exchange, null);
  }

  /**
   * The conversation in an exchange's body; null where there is none to read, or the vendor holds what came before. What
   * was read for it is not read again.
   */
  transcript(exchange: Exchange): Transcript | null {
    const reading = this.#expected.reading(exchange);
    if (reading === null || exchange.dialect === null || reading.continues !== null) return null;
    return transcriptOf(exchange.dialect.name, reading);
  }

  /** What is known of an exchange's input, once it has been joined; null = nothing. */
  input(exchange: Exchange): KnownInput | null {
    const part = this.#expected.of(exchange)?.part ?? null;
    return part?.input == null ? null : { ...part.input, last: part.found?.thread.told ?? null };
  }

  /** An exchange has ended and has its bill: keeps what it took, and notes what became of its prompt at the vendor. */
  ended(exchange: Exchange, outcome: Outcome, costMicros: Priced): void {
    const part = this.#expected.of(exchange)?.part ?? null;
    if (part === null) return;
    this.#expected.remove(exchange);
    this.#guarded(() => {
      exchange.notes.cache = settle(exchange, outcome, part, this.#book, costMicros);
      if (part.found !== null) this.#outbox.changed(part.found.session);
    });
  }

  view(): SessionsView {
    this.#sweep();
    return this.#counts.view(this.#book.size());
  }

  room(): ReturnType<Book["room"]> {
    this.#sweep();
    return this.#book.room();
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
    this.#others?.end(id);
    return this.#remove(id);
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

  /** Joins it, where other daemons have to be asked when they have answered. */
  #hear(exchange: Exchange, pending: Pending): Promise<void> | null {
    if (pending.hearing !== null) return pending.hearing;
    this.#guarded(() => {
      const asked = this.#others === null ? null : (this.#expected.sought(exchange, pending)?.asked ?? null);
      const where = { book: this.#book, places: this.#placesNow() };
      const heard = asked === null ? null : (this.#others?.learn(asked, where) ?? null);
      pending.hearing =
        heard?.then(
          (name) => this.#join(exchange, name),
          () => this.#join(exchange, null),
        ) ?? null;
    });
    if (pending.hearing === null) this.join(exchange);
    return pending.hearing;
  }

  /** `name` is what it is called where it is the first of its conversation and has no name. */
  #join(exchange: Exchange, name: string | null): void {
    const pending = this.#expected.of(exchange);
    if (pending === null || pending.isDone) return;
    this.#guarded(() => {
      void this.ready();
      this.#sweep();
      const sought = this.#expected.sought(exchange, pending);
      pending.isDone = true;
      if (sought !== null) this.#joined(exchange, pending, { ...sought, asked: { ...sought.asked, name } });
      this.#sweep(); // there may be one more now than may be
    });
    pending.isDone = true;
    this.#expected.letGo(pending);
  }

  #joined(exchange: Exchange, pending: Pending, sought: Sought): void {
    const part = findSession(sought, { book: this.#book, places: this.#placesNow() });
    if (part === "beside" || part.found === null) this.#counts.utility();
    if (part === "beside") return;
    pending.part = part;
    exchange.notes.session = part.turn;
    if (part.found === null) return;
    this.#counts.joined(part.found);
    this.#others?.tell(part, sought.asked);
    const { reading } = sought;
    if (reading !== null && exchange.dialect !== null)
      this.#options.onRead?.(exchange, transcriptOf(exchange.dialect.name, reading), reading.list.bytes.length);
    this.#outbox.changed(part.found.session);
  }

  /** A person has ended it, here or on another daemon. */
  #remove(id: string): boolean {
    const session = this.#book.get(id);
    if (session === null) return false;
    this.#book.remove(session);
    this.#over([session]);
    this.#counts.ended();
    return true;
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
    await loadSessions({ ...this.#options, book: this.#book, outbox: this.#outbox });
    this.#over(this.#book.sweep(this.#options.now()));
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
