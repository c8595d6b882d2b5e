import { type Damage, unpackedAnswer } from "../../cache/entry.ts";
import type { KeptAnswer } from "../../core/answer-cache.ts";
import type { Shared } from "../../core/shared.ts";
import type { AnswerFile } from "./file.ts";
import { createOutbox } from "./outbox.ts";
import { isInTime, RecentAnswers } from "./recent.ts";

/** The places where answers lie, the quickest first: memory, the file, what daemons share. */
export type Layers = {
  /** What is in memory; at once. */
  readonly recent: (key: string) => KeptAnswer | null;
  /** Looks through all of them. Never rejects: what cannot be read is not there. */
  readonly find: (key: string) => Promise<KeptAnswer | null>;
  /** At once in memory; in the other places a moment later. */
  readonly keep: (answer: KeptAnswer) => void;
  /** It was given once more. */
  readonly used: (key: string) => void;
  readonly remove: (key: string) => boolean;
  /** Throws all away that this daemon has; gives how many that were in its file. */
  readonly clear: () => number;
  readonly memory: () => { readonly entries: number; readonly bytes: number; readonly maxBytes: number };
  /** What is in the file; nothing where it fails. */
  readonly sums: () => { readonly entries: number; readonly bytes: number };
  readonly limit: (limits: Limits) => void;
  /** Writes what waits. */
  readonly flush: () => void;
};

/** How much may be kept. */
export type Limits = { readonly maxBytes: number; readonly maxEntryBytes: number };

/** What the layers are made of. */
export type LayerOptions = {
  readonly file: AnswerFile;
  readonly shared: Pick<Shared, "values" | "standing">;
  /** What names in the shared store begin with; another one makes all that was there before unknown. */
  readonly prefix: () => string;
  readonly now: () => number;
  /** Does something when requests have gone on. */
  readonly later: (work: () => void) => void;
  readonly onDamage: (damage: Damage) => void;
  readonly onEvicted: (count: number) => void;
  /** Hears what went wrong, in words without anybody's text. */
  readonly onTrouble: (what: string) => void;
};

/** Of all that may be kept so much is in memory too, and never more than that. */
const memoryShare = 1 / 4;
const mostInMemory = 64 * 1024 ** 2;

/** Until a configuration says otherwise: who only looks must not throw away what is there. */
const unlimited: Limits = { maxBytes: Number.POSITIVE_INFINITY, maxEntryBytes: 0 };

/** Layers without an answer. */
export const createLayers = (options: LayerOptions): Layers => {
  const { file, shared, prefix, now, later, onEvicted } = options;
  const recent = new RecentAnswers();
  let limits = unlimited;
  const onTrouble = (thrown: unknown): void => options.onTrouble(thrown instanceof Error ? thrown.name : "unknown");
  const outbox = createOutbox({ ...{ file, now, later, onEvicted, onTrouble }, maxBytes: () => limits.maxBytes });
  const orNothing = orNothingBy(onTrouble);
  const together = sharedBy(shared, prefix, now);
  const sound = (key: string, bytes: Uint8Array | null, forget: () => void): KeptAnswer | null => {
    if (bytes === null) return null;
    const read = unpackedAnswer(bytes, key, limits.maxEntryBytes);
    if ("answer" in read) return isInTime(read.answer, now()) ? read.answer : null;
    options.onDamage(read.damage);
    forget();
    return null;
  };
  return {
    recent: (key) => recent.get(key, now()),
    find: async (key) => {
      const found =
        recent.get(key, now()) ??
        orNothing(null, () => sound(key, file.get(key, now()), () => file.remove(key))) ??
        sound(key, await together.get(key), () => together.remove(key));
      if (found !== null) recent.put(found);
      return found;
    },
    keep: (answer) => {
      recent.put(answer);
      together.set(answer, outbox.put(answer));
    },
    remove: (key) => {
      recent.remove(key);
      outbox.forget(key);
      together.remove(key);
      return orNothing(false, () => file.remove(key));
    },
    clear: () => {
      orNothing(undefined, outbox.write); // what waits counts too
      recent.clear();
      return orNothing(0, file.clear);
    },
    ...{ used: outbox.used, memory: () => ({ entries: recent.size, bytes: recent.bytes, maxBytes: recent.maxBytes }) },
    sums: () => orNothing({ entries: 0, bytes: 0 }, () => file.sums(now())),
    limit: (next) => {
      limits = next;
      recent.limit(Math.min(next.maxBytes * memoryShare, mostInMemory));
    },
    flush: () => orNothing(undefined, outbox.write),
  };
};

/** Traffic goes on where a file fails, as if there were none. */
const orNothingBy =
  (onTrouble: (thrown: unknown) => void) =>
  <Value>(nothing: Value, work: () => Value): Value => {
    try {
      return work();
    } catch (thrown) {
      onTrouble(thrown);
      return nothing;
    }
  };

/** What daemons share, where there is such a store. Nothing of it ever rejects. */
const sharedBy = ({ values, standing }: LayerOptions["shared"], prefix: () => string, now: () => number) => {
  const isThere = (): boolean => standing().state !== "alone";
  return {
    get: async (key: string): Promise<Uint8Array | null> => {
      const [bytes = null] = isThere() ? await values.get([prefix() + key]).catch(() => [null]) : [null];
      return bytes;
    },
    set: ({ key, endsAt }: KeptAnswer, value: Uint8Array): void => {
      if (isThere()) void values.set([{ key: prefix() + key, value }], Math.max(1, endsAt - now())).catch(nothing);
    },
    remove: (key: string): void => {
      if (isThere()) void values.remove([prefix() + key]).catch(nothing);
    },
  };
};

const nothing = (): void => undefined;
