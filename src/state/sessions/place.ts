import { randomBytes } from "node:crypto";
import type { Joining } from "../../core/session.ts";
import type { Book } from "./book.ts";
import { nameOf, newName, saltedHash } from "./chain.ts";
import type { Explicit } from "./explicit.ts";
import { type Joined, joinByHistory } from "./join.ts";
import type { Latest } from "./latest.ts";
import type { Session, Thread } from "./record.ts";
import { lastCallIds, type Trail } from "./trail.ts";

/** What a request tells of the conversation that it belongs to. */
export type Asked = {
  readonly group: string;
  readonly client: string | null;
  readonly at: number;
  readonly explicit: Explicit | null;
  /** The answer or thread at the vendor that it goes on from. */
  readonly continues: string | null;
  /** Null where its history cannot be read. */
  readonly trail: Trail | null;
  /** It asks to begin anew. */
  readonly isReset: boolean;
  /** What it is called where it is the first of its conversation and has no name; else that is made. */
  readonly name?: string | null;
};

/** Where a request was found to belong. */
export type Found = {
  readonly session: Session;
  readonly thread: Thread;
  readonly joined: Joining;
  /** Whether its history was known. */
  readonly isKnown: boolean;
  /** Whether there was a history to look for. */
  readonly hasHistory: boolean;
  readonly isNew: boolean;
};

/** What is left of a session that is over and whose client may come back with the same name for it. */
export type Past = { readonly turns: number; readonly group: string };

const noRoot = { system: "", tools: "", hasTools: false };

/** Finds the session and the line of it that a request belongs to; makes them where there are none. */
export class Places {
  readonly #book: Book;
  readonly #salt: string;
  /** Turns of sessions that have expired and whose names may come back. */
  readonly #past: Latest<Past>;
  /** Asking the system for chance costs more than all else that a name is made of. */
  #chances = Buffer.alloc(0);

  constructor(book: Book, salt: string, past: Latest<Past>) {
    this.#book = book;
    this.#salt = salt;
    this.#past = past;
  }

  find(asked: Asked): Found {
    if (asked.explicit !== null) return this.#named(asked, asked.explicit);
    const { trail, continues } = asked;
    const group = this.#book.group(asked.group);
    const answered = continues === null ? null : group.answered(continues);
    if (answered !== null) return this.#within(answered, asked, "explicit", true);
    if (trail === null || asked.isReset) return this.#begin(asked, null, null);
    const joined = joinByHistory(trail, group);
    if (joined.thread === null) return this.#begin(asked, null, null);
    return { ...this.#goOn(joined, trail), isKnown: true, hasHistory: true, isNew: false };
  }

  /** The session that a client of this group has this name for; null where it has none yet. */
  named(group: string, id: string): Session | null {
    return this.#book.group(group).named(this.#key(group, id));
  }

  /** The id of the session that a tool has this name for, under whatever key, also of one that is over; null = none. */
  ofTool(name: string): string | null {
    const session = this.#book.namedAnywhere((group) => this.#key(group, name));
    if (session !== null) return session.id;
    const groups = new Set([...this.#past.values()].map(({ group }) => group));
    return [...groups].map((group) => nameOf(this.#key(group, name))).findLast((id) => this.#past.has(id)) ?? null;
  }

  /** Under one name a program has its conversation, and those of its helpers, which are led in another way. */
  #named(asked: Asked, { id, parent, isOwn }: Explicit): Found {
    const { trail } = asked;
    const key = this.#key(asked.group, id);
    const group = this.#book.group(asked.group);
    const own = isOwn ? this.#book.get(id) : null; // a name of ours, as lists show it
    const session = own?.group === asked.group ? own : group.named(key);
    if (session === null)
      return this.#begin(asked, key, parent === null ? null : nameOf(this.#key(asked.group, parent)));
    const isFamily = (one: Session): boolean => one === session || one.parent === session.id;
    const joined = trail === null ? null : joinByHistory(trail, group, isFamily);
    if (trail !== null && joined !== null && joined.thread !== null) {
      return { ...this.#goOn(joined, trail), joined: "explicit", isKnown: true, hasHistory: true, isNew: false };
    }
    const [first] = session.threads;
    const isHelper = !isOwn && trail !== null && first !== undefined && first.root.system !== trail.root.system;
    if (isHelper) return { ...this.#begin(asked, null, session.id), joined: "explicit" };
    return this.#within(session, asked, "explicit", false);
  }

  /** Another line of a session that is known otherwise than by its history. */
  #within(session: Session, { trail }: Asked, joined: Joining, isKnown: boolean): Found {
    const latest = trail === null ? session.threads.at(-1) : undefined;
    // The client may have changed its beginning: what it sent before in the same way tells what that cost.
    const alike = session.threads.findLast(({ root }) => root.system === trail?.root.system);
    const thread = latest ?? this.#book.addThread(session, trail?.root ?? noRoot, alike ?? null);
    return { session, thread, joined, isKnown, hasHistory: trail !== null, isNew: false };
  }

  #goOn(
    { joining, thread }: Exclude<Joined, { joining: "new" }>,
    trail: Trail,
  ): Pick<Found, "session" | "thread" | "joined"> {
    const { tip } = thread; // what went on from there with the vendor's ids does so for ever
    const atTip = tip === null ? -1 : trail.chain.indexOf(tip.hash);
    if (atTip >= 0 && tip?.callIds !== null && tip?.callIds === lastCallIds(trail, atTip + 1))
      thread.session.keepsIds = true;
    const line = joining === "forked" ? this.#book.addThread(thread.session, trail.root, thread) : thread;
    return { session: thread.session, thread: line, joined: joining };
  }

  #begin(asked: Asked, explicit: string | null, parent: string | null): Found {
    const { group, client, at, trail, name = null } = asked;
    const id = this.#freeName(explicit === null ? name : nameOf(explicit), at);
    const session: Session = {
      ...{ id, group, explicit, parent, client, startedAt: at, lastAt: at, turns: this.#past.get(id)?.turns ?? 0 },
      keepsIds: false,
      opening: trail?.messages ?? [],
      ...{ threads: [], marks: [], answers: [], last: null, totals: { costMicros: 0, unknownCosts: 0 } },
    };
    this.#book.add(session);
    const thread = this.#book.addThread(session, trail?.root ?? noRoot, null);
    const joined = explicit === null ? "new" : "explicit";
    return { session, thread, joined, isKnown: false, hasHistory: trail !== null, isNew: true };
  }

  #key(group: string, id: string): string {
    return saltedHash(this.#salt, `${group}\n${id}`);
  }

  #chance(): Buffer {
    if (this.#chances.length < 4) this.#chances = randomBytes(1024);
    const chance = this.#chances.subarray(0, 4);
    this.#chances = this.#chances.subarray(4);
    return chance;
  }

  /** A name that no conversation has here. */
  newName(at: number): string {
    return this.#freeName(null, at);
  }

  /** The same name for the same conversation of a client's, also after it was forgotten; else one made at random. */
  #freeName(wanted: string | null, at: number): string {
    if (wanted !== null && this.#book.get(wanted) === null) return wanted;
    for (;;) {
      const made = newName(at, this.#chance());
      if (this.#book.get(made) === null) return made;
    }
  }
}
