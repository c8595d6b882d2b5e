import type { Board, Counters, Shared, SharedValues, Sightings, Take, Taken } from "../../core/shared.ts";

/** More than one daemon ever has at the same time; the oldest go. */
const mostKept = 100_000;

/** What one daemon knows by itself. */
export const createAlone = (now: () => number): Shared => ({
  counters: countersAlone(now),
  values: valuesAlone(now),
  sightings: sightingsAlone,
  board: boardAlone(now),
  standing: () => ({ state: "alone", sinceAt: 0, reason: null }),
  tried: Promise.resolve(),
  close: async () => undefined,
});

type Level = {
  readonly filled: number;
  readonly at: number;
  readonly leakPerMs: number;
  readonly endsAt: number | null;
};

/** The counters of one daemon, which may hear how much is in one that others count too. */
export type OwnCounters = Counters & { readonly learn: (takes: readonly Omit<Take, "most">[]) => void };

/** Amounts and seats in memory. */
export const countersAlone = (now: () => number): OwnCounters => {
  const levels = new Map<string, Level>();
  const filledOf = (key: string, at: number): number => {
    const level = levels.get(key);
    if (level === undefined || (level.endsAt !== null && level.endsAt <= at)) return 0;
    // The clock was put back: what is in it goes on leaking from now on, and not when that time comes again.
    if (level.at > at) levels.set(key, { ...level, at });
    return Math.max(0, level.filled - Math.max(0, at - level.at) * level.leakPerMs);
  };
  const fill = ({ key, amount, leakPerMs, endsAt }: Omit<Take, "most">, at: number): void => {
    const filled = Math.max(0, filledOf(key, at) + amount);
    levels.delete(key); // what was used last stands last
    levels.set(key, { filled, at, leakPerMs, endsAt });
    for (const oldest of levels.keys()) {
      if (levels.size <= mostKept) break;
      levels.delete(oldest);
    }
  };
  return {
    learn: (takes) => {
      for (const take of takes) {
        levels.delete(take.key);
        fill(take, now());
      }
    },
    take: async (takes): Promise<Taken> => {
      const at = now();
      const filled = takes.map(({ key }) => filledOf(key, at));
      const full = takes.findIndex(({ amount, most }, index) => (filled[index] ?? 0) + amount > most);
      const refusing = takes[full];
      if (refusing !== undefined)
        return { isTaken: false, full: refusing.key, waitMs: waitFor(refusing, filled[full] ?? 0), levels: filled };
      for (const take of takes) fill(take, at);
      return { isTaken: true, levels: takes.map(({ amount }, index) => (filled[index] ?? 0) + amount) };
    },
    add: async (takes) => {
      for (const take of takes) fill(take, now());
    },
    levels: async (keys) => keys.map((key) => filledOf(key, now())),
    ...seatsAlone(now),
  };
};

const seatsAlone = (now: () => number): Pick<Counters, "enter" | "leave"> => {
  const seats = new Map<string, Map<string, number>>();
  return {
    enter: async (key, most, id, leaseMs) => {
      const taken = seats.get(key) ?? new Map<string, number>();
      for (const [one, endsAt] of taken) if (endsAt <= now()) taken.delete(one);
      if (!taken.has(id) && taken.size >= most) return false;
      seats.set(key, taken.set(id, now() + leaseMs));
      return true;
    },
    leave: async (key, id) => {
      const taken = seats.get(key);
      taken?.delete(id);
      if (taken?.size === 0) seats.delete(key);
    },
  };
};

/** How long it takes until this much fits; null = it never will by itself. */
export const waitFor = ({ amount, most, leakPerMs }: Take, filled: number): number | null =>
  leakPerMs <= 0 || amount > most ? null : Math.ceil((filled + amount - most) / leakPerMs);

/** All values of one daemon together, in bytes. */
const mostBytes = 64 * 1024 * 1024;

/** Values in memory. */
export const valuesAlone = (now: () => number): SharedValues => {
  const kept = new Map<string, { readonly value: Uint8Array; readonly endsAt: number }>();
  let bytes = 0;
  const remove = (key: string): void => {
    bytes -= kept.get(key)?.value.length ?? 0;
    kept.delete(key);
  };
  return {
    get: async (keys) =>
      keys.map((key) => {
        const entry = kept.get(key);
        return entry === undefined || entry.endsAt <= now() ? null : entry.value;
      }),
    set: async (entries, ttlMs) => {
      for (const { key, value } of entries) {
        remove(key);
        kept.set(key, { value, endsAt: now() + ttlMs });
        bytes += value.length;
      }
      for (const oldest of kept.keys()) {
        if (bytes <= mostBytes) break;
        remove(oldest);
      }
    },
    remove: async (keys) => keys.forEach(remove),
    agree: async (_, own) => own,
  };
};

/** Who is alone has seen everybody itself. */
const sightingsAlone: Sightings = {
  first: async () => null,
  note: async () => undefined,
  forget: async () => undefined,
};

type Facts = Map<string, { readonly value: string; readonly endsAt: number | null }>;

/** Beyond this many facts of a topic those that have ended are looked for, and again each time it has doubled. */
const manyFacts = 1000;

const boardAlone = (now: () => number): Board => {
  const topics = new Map<string, Facts>();
  const sweptAt = new Map<string, number>();
  const sweep = (topic: string, facts: Facts): void => {
    if (facts.size <= (sweptAt.get(topic) ?? manyFacts)) return;
    for (const [key, { endsAt }] of facts) if (endsAt !== null && endsAt <= now()) facts.delete(key);
    sweptAt.set(topic, Math.max(manyFacts, 2 * facts.size));
  };
  const listeners = new Map<string, Set<(key: string, value: string | null) => void>>();
  return {
    read: (topic) => {
      const entries = [...(topics.get(topic) ?? [])].filter(([, { endsAt }]) => endsAt === null || endsAt > now());
      return new Map(entries.map(([key, { value }]) => [key, value]));
    },
    write: async (topic, key, value, ttlMs) => {
      const entries: Facts = topics.get(topic) ?? new Map();
      if (value === null) entries.delete(key);
      else entries.set(key, { value, endsAt: ttlMs === null ? null : now() + ttlMs });
      topics.set(topic, entries);
      sweep(topic, entries);
      for (const hear of listeners.get(topic) ?? []) hear(key, value);
    },
    listen: (topic, hear) => {
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(hear));
      return () => void all.delete(hear);
    },
  };
};
