import { type Session, saved } from "./record.ts";
import type { SavedSession, SessionStore } from "./store.ts";

/** What has changed is written together, this long after the first change. */
const groupMs = 500;

/** And no more of it than this: who begins thousands of conversations a second has the last of them written later. */
const groupSessions = 250;

/** Sessions on their way into the store. */
export class Outbox {
  readonly #store: Pick<SessionStore, "save">;
  readonly #dirty = new Set<Session>();
  readonly #gone = new Set<string>();
  /** Those that the store has. */
  readonly #stored = new WeakSet<Session>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(store: Pick<SessionStore, "save">) {
    this.#store = store;
  }

  /** The store has it already. */
  isStored(session: Session): void {
    this.#stored.add(session);
  }

  /** It is other than the store has it. */
  changed(session: Session): void {
    this.#dirty.add(session);
    this.#writeSoon();
  }

  /** The store need not have it any more. */
  remove(session: Session): void {
    this.#dirty.delete(session);
    if (this.#stored.has(session)) this.#gone.add(session.id);
    this.#writeSoon();
  }

  /** Writes what waits, so many at most. */
  write(most = groupSessions): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const rows: SavedSession[] = [];
    for (const session of this.#dirty) {
      if (rows.length >= most) break;
      rows.push({ id: session.id, lastAt: session.lastAt, data: saved(session) });
      this.#dirty.delete(session);
      this.#stored.add(session);
    }
    this.#store.save(rows, [...this.#gone]);
    this.#gone.clear();
    if (this.#dirty.size > 0) this.#writeSoon();
  }

  #writeSoon(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => this.write(), groupMs);
    this.#timer.unref();
  }
}
