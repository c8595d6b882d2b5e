import { ByUse } from "../../lib/by-use.ts";
import type { Sent } from "../../meter/cache-truth/index.ts";
import type { Known } from "./join.ts";
import { addSent, addThread, type Mark, type Session, type Thread } from "./record.ts";
import type { Root, Trail } from "./trail.ts";

/** What is known of the programs that share a client and a key. Nothing of it can be found from another group. */
export type Group = Known & {
  readonly named: (explicit: string) => Session | null;
  readonly answered: (id: string) => Session | null;
};

/** How many sessions, hashes and messages of prompts are kept, and for how long. */
export type Limits = {
  readonly sessions: number;
  readonly hashes: number;
  readonly segments: number;
  readonly idleMs: number;
};

type Indexes = {
  readonly marks: Map<string, readonly Mark[]>;
  readonly threads: Map<string, readonly Thread[]>;
  readonly names: Map<string, Session>;
  readonly answers: Map<string, Session>;
};

const segmentsOf = ({ threads }: Session): number =>
  threads.reduce((sum, { sent }) => sum + sent.reduce((all, { prompt }) => all + prompt.messages.length, 0), 0);

/** How many requests with the same history are told apart. */
const mostAlike = 4;

/** All sessions that are known, the longest unused first, and where to find them. */
export class Book {
  readonly #limits: Limits;
  readonly #sessions = new ByUse<Session>();
  readonly #groups = new Map<string, Indexes>();
  /** Those of earlier runs. */
  readonly #older = new WeakSet<Session>();
  #hashes = 0;
  /** Pieces of prompts that all sessions together remember. */
  #segments = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  group(name: string): Group {
    const indexes = this.#indexes(name);
    return {
      marksAt: (hash) => indexes.marks.get(hash) ?? [],
      threadsWith: (message) => indexes.threads.get(message) ?? [],
      named: (explicit) => indexes.names.get(explicit) ?? null,
      answered: (id) => indexes.answers.get(id) ?? null,
    };
  }

  /** The session that a client of any group has a name for, the latest used; `nameIn` = how it is kept in a group. */
  namedAnywhere(nameIn: (group: string) => string): Session | null {
    const found = [...this.#groups].flatMap(([group, { names }]) => names.get(nameIn(group)) ?? []);
    return found.reduce<Session | null>((last, one) => (last !== null && last.lastAt >= one.lastAt ? last : one), null);
  }

  get(id: string): Session | null {
    return this.#sessions.get(id) ?? null;
  }

  size(): number {
    return this.#sessions.size;
  }

  /** How much there is of what it remembers, and how much there may be. */
  room(): readonly { readonly what: string; readonly is: number; readonly most: number }[] {
    const { sessions, hashes, segments } = this.#limits;
    return [
      { what: "conversations", is: this.#sessions.size, most: sessions },
      { what: "marks of conversations", is: this.#hashes, most: hashes },
      { what: "pieces of prompts", is: this.#segments, most: segments },
    ];
  }

  all(): Iterable<Session> {
    return this.#sessions.values();
  }

  add(session: Session): void {
    const { names, answers } = this.#indexes(session.group);
    this.#sessions.use(session.id, session);
    if (session.explicit !== null) names.set(session.explicit, session);
    for (const id of session.answers) answers.set(id, session);
    this.#segments += segmentsOf(session);
    for (const mark of session.marks) this.addMark(mark);
    for (const thread of session.threads)
      for (const message of thread.messages) this.#addMessage(this.#indexes(session.group).threads, message, thread);
  }

  /** Adds sessions of earlier runs, the longest unused first; of one that has been used since only its turns are added. */
  addOlder(sessions: readonly Session[]): void {
    const newer = [...this.#sessions.values()].filter((session) => !this.#older.has(session));
    for (const session of sessions) {
      this.#older.add(session);
      const used = this.#sessions.get(session.id);
      if (used === undefined) this.add(session);
      else used.turns += session.turns;
    }
    this.#forgetPrompts();
    for (const session of newer) this.touch(session, session.lastAt);
  }

  /** Makes it the one that was used last. */
  touch(session: Session, at: number): void {
    this.#older.delete(session);
    session.lastAt = at;
    this.#sessions.use(session.id, session);
  }

  addMark(mark: Mark): void {
    const { marks } = this.#indexes(mark.thread.session.group);
    const alike = marks.get(mark.hash) ?? [];
    marks.set(mark.hash, [mark, ...alike].slice(0, mostAlike));
    if (alike.length === 0) this.#hashes++;
  }

  dropMark({ hash, thread }: Mark): void {
    const { marks } = this.#indexes(thread.session.group);
    const left = (marks.get(hash) ?? []).filter((mark) => mark.thread.session !== thread.session);
    if (left.length > 0) marks.set(hash, left);
    else if (marks.delete(hash)) this.#hashes--;
  }

  /** Another line of a session. */
  addThread(session: Session, root: Root, from: Thread | null): Thread {
    this.#segments -= segmentsOf(session);
    const { thread, dropped } = addThread(session, root, from);
    this.#segments += segmentsOf(session);
    const indexes = this.#indexes(session.group);
    for (const old of dropped) this.#dropMessages(old, indexes);
    return thread;
  }

  /** A line has come to this history: it can be found by the messages in it that the model wrote. */
  moveTo(thread: Thread, { messages, isModels }: Pick<Trail, "messages" | "isModels">): void {
    const { threads } = this.#indexes(thread.session.group);
    const present = new Set(messages);
    for (const message of thread.messages) {
      if (!present.has(message)) this.#dropMessage(threads, message, thread);
    }
    messages.forEach((message, index) => {
      if (isModels[index]) this.#addMessage(threads, message, thread);
    });
    thread.messages = messages;
  }

  /** Remembers what a line has sent. */
  addSent(thread: Thread, sent: Sent): void {
    this.#segments -= segmentsOf(thread.session);
    addSent(thread, sent);
    this.#segments += segmentsOf(thread.session);
    this.#forgetPrompts();
  }

  /** Where there are too many, the prompts that were sent the longest ago: no vendor has them in its cache any more. */
  #forgetPrompts(): void {
    if (this.#segments <= this.#limits.segments) return;
    const most = this.#limits.segments * 0.9; // else each request would look for the next
    for (const session of this.#sessions.values()) {
      if (this.#segments <= most) return;
      this.#segments -= segmentsOf(session);
      for (const thread of session.threads) thread.sent = [];
    }
  }

  addAnswer(session: Session, id: string, dropped: readonly string[]): void {
    const { answers } = this.#indexes(session.group);
    answers.set(id, session);
    for (const old of dropped) answers.delete(old);
  }

  /** Forgets what nobody has used for long, and the oldest where there are too many; gives back what has gone. */
  sweep(now: number): readonly Session[] {
    const gone: Session[] = [];
    for (let oldest = this.#oldest(); oldest !== null; oldest = this.#oldest()) {
      const isOver = this.#sessions.size > this.#limits.sessions || this.#hashes > this.#limits.hashes;
      if (!isOver && now - oldest.lastAt <= this.#limits.idleMs) break; // the rest has been used since
      this.remove(oldest);
      gone.push(oldest);
    }
    return gone;
  }

  remove(session: Session): void {
    const indexes = this.#indexes(session.group);
    for (const mark of session.marks) this.dropMark(mark);
    for (const thread of session.threads) this.#dropMessages(thread, indexes);
    for (const id of session.answers) indexes.answers.delete(id);
    if (session.explicit !== null) indexes.names.delete(session.explicit);
    this.#sessions.delete(session.id);
    this.#segments -= segmentsOf(session);
    if (indexes.marks.size + indexes.threads.size + indexes.names.size === 0) this.#groups.delete(session.group);
  }

  #oldest(): Session | null {
    const id = this.#sessions.oldest();
    return id === null ? null : this.get(id);
  }

  #addMessage(threads: Indexes["threads"], message: string, thread: Thread): void {
    const alike = threads.get(message);
    if (alike?.includes(thread)) return;
    if (alike === undefined) this.#hashes++;
    threads.set(message, [thread, ...(alike ?? [])].slice(0, mostAlike));
  }

  #dropMessage(threads: Indexes["threads"], message: string, thread: Thread): void {
    const alike = threads.get(message);
    if (alike === undefined) return;
    const left = alike.filter((one) => one !== thread);
    if (left.length > 0) threads.set(message, left);
    else if (threads.delete(message)) this.#hashes--;
  }

  #dropMessages(thread: Thread, { threads }: Indexes): void {
    for (const message of thread.messages) this.#dropMessage(threads, message, thread);
  }

  #indexes(group: string): Indexes {
    const found = this.#groups.get(group);
    if (found !== undefined) return found;
    const made: Indexes = { marks: new Map(), threads: new Map(), names: new Map(), answers: new Map() };
    this.#groups.set(group, made);
    return made;
  }
}
