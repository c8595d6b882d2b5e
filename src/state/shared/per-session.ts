import type { Board } from "../../core/shared.ts";
import { isObject, type JsonObject, parsedJson } from "../../lib/json.ts";
import type { PerSession } from "../per-session.ts";

/** How long others are told of what was said of one conversation. */
const toldMs = 45 * 86_400_000;

/**
 * What a person says of a conversation on one daemon counts on all. A daemon that has no more to do with it forgets its own
 * note; the others' stays on the board until somebody takes it back.
 */
export const sharedPerSession = <T extends object>(
  own: PerSession<T>,
  {
    board,
    topic,
    read,
  }: { readonly board: Board; readonly topic: string; readonly read: (said: JsonObject) => T | null },
): PerSession<T> => {
  const tell = (session: string, said: T | null): void => {
    void board.write(topic, session, said === null ? null : JSON.stringify(said), toldMs);
  };
  board.listen(topic, (session, value) => {
    const json = parsedJson(value ?? "");
    const said = isObject(json) ? read(json) : null;
    const known = own.of(session);
    if (said === null) {
      if (known !== null) orNot(() => own.remove(session));
    } else if (known === null || JSON.stringify({ ...known, ...said }) !== JSON.stringify(known))
      orNot(() => own.set(session, said));
  });
  return {
    ...own,
    set: (session, said) => {
      own.set(session, said);
      tell(session, said);
    },
    remove: (session) => {
      const wasThere = own.remove(session);
      tell(session, null);
      return wasThere;
    },
  };
};

const orNot = (work: () => void): void => {
  try {
    work();
  } catch {
    // A disk that is full: it counts on the others, and here after the next word.
  }
};
