import type { Book } from "./book.ts";
import type { Outbox } from "./outbox.ts";
import { restored } from "./record.ts";
import type { SavedSession, SessionStore } from "./store.ts";

type Loading = {
  readonly store: Pick<SessionStore, "load">;
  readonly book: Book;
  readonly outbox: Pick<Outbox, "isStored">;
  readonly onTrouble: (what: string) => void;
};

/** Puts the sessions of earlier runs into the book, the latest first. Never rejects. */
export const loadSessions = async ({ store, book, outbox, onTrouble }: Loading): Promise<void> => {
  let last: SavedSession | null = null;
  do {
    const kept: readonly SavedSession[] = await store.load(last).catch(() => {
      onTrouble("the sessions of earlier runs cannot be read");
      return [];
    });
    book.addOlder(kept.flatMap(({ data }) => restored(data) ?? []));
    for (const { id } of kept) {
      const session = book.get(id);
      if (session !== null) outbox.isStored(session);
    }
    last = kept.at(-1) ?? null;
  } while (last !== null);
};
