import type { SharedValues } from "../../../core/shared.ts";
import { type Link, patientMs } from "./link.ts";
import { command } from "./questions.ts";

type Options = {
  readonly link: Link;
  readonly prefix: string;
  readonly now: () => number;
  readonly own: SharedValues;
};

/** No value is larger; one that is larger nevertheless is not fetched. */
export const maxValueBytes = 4 * 1024 * 1024;

/** Of what is written while it is away so much is written when it is back. */
const mostEntries = 1000;
const mostBytes = 16 * 1024 * 1024;

type Waiting = { readonly value: Uint8Array | null; readonly endsAt: number };

/** Values that all daemons share. */
export const createValues = ({ link, prefix, now, own }: Options): SharedValues => {
  const keyOf = (key: string): string => `${prefix}v:${key}`;
  /** Written here alone; null = taken away here alone. */
  const waiting = new Map<string, Waiting>();
  let waitingBytes = 0;
  const forget = (key: string): void => {
    waitingBytes -= waiting.get(key)?.value?.length ?? 0;
    waiting.delete(key);
  };
  const wait = (key: string, entry: Waiting): void => {
    forget(key);
    waiting.set(key, entry);
    waitingBytes += entry.value?.length ?? 0;
    for (const oldest of waiting.keys()) {
      if (waiting.size <= mostEntries && waitingBytes <= mostBytes) return;
      forget(oldest);
    }
  };
  const write = (key: string, entry: Waiting, limitMs?: number) => {
    const leftMs = Math.ceil(entry.endsAt - now());
    const asked =
      entry.value === null || leftMs <= 0
        ? link.ask(command("DEL", keyOf(key)), limitMs)
        : link.ask(command("SET", keyOf(key), Buffer.from(entry.value), "PX", leftMs), limitMs);
    void asked.end.then(({ type }) => {
      if (type === "undone" && waiting.get(key) === undefined) wait(key, entry);
    });
    return asked.soon;
  };
  const fetched = async (keys: readonly string[]): Promise<readonly (Uint8Array | null)[] | null> => {
    // A part of each: where something huge lies under this name, it stays where it is.
    const asked = keys.map((key) => link.ask(command("GETRANGE", keyOf(key), 0, maxValueBytes)).soon);
    const replies = await Promise.all(asked);
    if (replies.every((reply) => reply === null)) return null;
    return replies.map((reply, index) => {
      if (!(reply instanceof Uint8Array) || reply.length === 0) return null;
      if (reply.length <= maxValueBytes) return reply;
      void link.ask(command("UNLINK", keyOf(keys[index] ?? "")), patientMs);
      return null;
    });
  };
  link.whenUp(() => {
    for (const [key, entry] of [...waiting]) {
      forget(key);
      void write(key, entry, patientMs);
    }
  });
  return {
    get: async (keys) => {
      if (keys.length === 0) return [];
      const found = (link.isUp() ? await fetched(keys) : null) ?? (await own.get(keys));
      return found.map((value, index) => {
        const entry = waiting.get(keys[index] ?? "");
        return entry === undefined || entry.endsAt <= now() ? value : entry.value;
      });
    },
    set: async (entries, ttlMs) => {
      const endsAt = now() + ttlMs;
      const fitting = entries.filter(({ value }) => value.length <= maxValueBytes);
      if (link.isUp()) await own.remove(fitting.map(({ key }) => key));
      else await own.set(fitting, ttlMs);
      await Promise.all(fitting.map(({ key, value }) => write(key, { value, endsAt })));
    },
    remove: async (keys) => {
      await own.remove(keys);
      await Promise.all(keys.map((key) => write(key, { value: null, endsAt: now() + removedMs })));
    },
  };
};

/** What was taken away while nobody could be told stays so long away for us. */
const removedMs = 3_600_000;
