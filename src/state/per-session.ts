import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { isObject, type JsonObject, parsedJson, textOrNull } from "../lib/json.ts";
import { makePrivateFolder, writePrivate } from "../lib/private-file.ts";

/** What a person has said of one conversation. */
export type SaidOf<T> = T & {
  readonly session: string;
  /** Wall clock, when it was said. */
  readonly at: number;
};

/** What people have said of single conversations; durable. Whoever needs it asks for the size first, which costs nothing. */
export type PerSession<T> = {
  readonly size: () => number;
  readonly of: (session: string) => SaidOf<T> | null;
  readonly all: () => readonly SaidOf<T>[];
  /** On the disk when it returns; throws where it cannot be. */
  readonly set: (session: string, said: T) => void;
  /** The same; false where there was none. */
  readonly remove: (session: string) => boolean;
  /** These conversations are over. Never throws. */
  readonly forget: (sessions: readonly string[]) => void;
};

/** More than anybody sets by hand; the oldest goes. */
const most = 500;

type Options<T> = {
  /** Null = it ends with the daemon. A damaged file counts as none. */
  readonly file: string | null;
  readonly now: () => number;
  /** Reads what was said out of one entry; null = nobody can mean that. */
  readonly read: (entry: JsonObject) => T | null;
};

/** What the file holds, and what is said from now on. */
export const openPerSession = <T extends object>({ file, now, read }: Options<T>): PerSession<T> => {
  let entries: ReadonlyMap<string, SaidOf<T>> = new Map(
    (file === null ? [] : readEntries(file, read)).map((one) => [one.session, one] as const),
  );
  const change = (changed: readonly SaidOf<T>[]): void => {
    const kept = changed.slice(-most);
    if (file !== null) {
      makePrivateFolder(dirname(file));
      writePrivate(file, `${JSON.stringify(kept, null, 2)}\n`);
    }
    entries = new Map(kept.map((one) => [one.session, one]));
  };
  const without = (gone: readonly string[]): readonly SaidOf<T>[] =>
    [...entries.values()].filter(({ session }) => !gone.includes(session));
  return {
    size: () => entries.size,
    of: (session) => entries.get(session) ?? null,
    all: () => [...entries.values()],
    set: (session, said) => change([...without([session]), { session, ...said, at: now() }]),
    remove: (session) => {
      if (!entries.has(session)) return false;
      change(without([session]));
      return true;
    },
    forget: (sessions) => {
      if (entries.size === 0 || !sessions.some((session) => entries.has(session))) return;
      try {
        change(without(sessions));
      } catch {
        // A disk that is full: nobody asks for them any more, and the next change writes what is left.
      }
    },
  };
};

const readEntries = <T extends object>(file: string, read: Options<T>["read"]): readonly SaidOf<T>[] => {
  const list = existsSync(file) ? parsedJson(readFileSync(file, "utf8")) : [];
  return (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
    if (!isObject(one)) return [];
    const [session, at, said] = [textOrNull(one["session"]), one["at"], read(one)];
    return session === null || said === null || typeof at !== "number" ? [] : [{ session, ...said, at }];
  });
};
