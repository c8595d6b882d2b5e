import type { Board } from "../../../core/shared.ts";
import { type Link, patientMs } from "./link.ts";
import { script } from "./questions.ts";

type Options = {
  readonly link: Link;
  readonly prefix: string;
  readonly now: () => number;
  readonly newName: () => string;
};

/** How often is asked whether something new is on the board: this also shows early that nobody answers any more. */
const lookEveryMs = 200;

/** More facts than this are not told when it is back. */
const mostWaiting = 1000;

type Fact = { readonly value: string | null; readonly endsAt: number | null; readonly writtenAt: number };

/** Whoever looks after a board at regular times. */
export type KeptBoard = Board & { readonly stop: () => void };

/**
 * Facts in a hash that each daemon has a copy of. There is a count of changes, and each daemon asks for it five times a
 * second; a channel for messages would need a second connection, and the same question after every message that was lost.
 */
export const createBoard = ({ link, prefix, now, newName }: Options): KeptBoard => {
  const [hash, count] = [`${prefix}board`, `${prefix}board:count`];
  const listeners = new Map<string, Set<(key: string, value: string | null) => void>>();
  let facts = new Map<string, Fact>();
  let waiting = new Set<string>();
  /** After how many looks each was written: what was asked for before does not know of it. */
  const written = new Map<string, number>();
  let looks = 0;
  let known = { count: "", name: "" };
  const current = (fact: Fact | undefined): string | null =>
    fact === undefined || (fact.endsAt !== null && fact.endsAt <= now()) ? null : fact.value;
  const tell = (field: string, value: string | null): void => {
    const { topic, key } = placeIn(field);
    for (const hear of listeners.get(topic) ?? []) hear(key, value);
  };
  const send = (fields: readonly string[], limitMs?: number): Promise<unknown> => {
    const words = fields.flatMap((field) => wordsOf(field, facts.get(field), now()));
    if (words.length === 0) return Promise.resolve(null);
    const { soon, end } = link.ask(script("write", [hash, count], [newName(), ...words]), limitMs);
    void end.then(({ type }) => {
      if (type === "undone") for (const field of fields.slice(-mostWaiting)) waiting.add(field);
    });
    return soon;
  };
  /** What stands there now, and what has changed with it. What waits to be told is newer. */
  const take = (seen: ReadonlyMap<string, Fact>, asked: number): void => {
    const before = facts;
    facts = new Map(seen);
    for (const [field, after] of written) if (after < asked) written.delete(field);
    for (const field of [...waiting, ...written.keys()]) {
      const own = before.get(field);
      if (own !== undefined) facts.set(field, own);
    }
    for (const field of new Set([...before.keys(), ...facts.keys()])) {
      const value = current(facts.get(field));
      if (value !== current(before.get(field))) tell(field, value);
    }
  };
  const look = async (): Promise<void> => {
    const asked = ++looks;
    const reply = await link.ask(script("board", [hash, count], [known.count, known.name])).soon;
    if (!Array.isArray(reply)) return;
    const [seenCount, name, there, all] = reply as readonly unknown[];
    if (all === undefined) return;
    const isAnother = known.name !== "" && String(name) !== known.name; // its memory was lost, ours is not
    known = { count: isAnother ? "" : String(seenCount), name: isAnother ? "" : String(name) };
    if (isAnother) await send([...facts.keys()], patientMs);
    else take(factsIn(all, now() - Number(String(there))), asked);
  };
  let timer: ReturnType<typeof setTimeout> | null = null;
  const looking = async (): Promise<void> => {
    if (link.isUp()) await look();
    timer = setTimeout(() => void looking(), lookEveryMs);
    timer.unref();
  };
  void looking();
  link.whenUp(() => {
    const fields = [...waiting];
    waiting = new Set();
    void send(fields, patientMs).then(look);
  });
  return {
    read: (topic) => {
      const found = [...facts].flatMap(([field, fact]) => {
        const value = current(fact);
        const place = placeIn(field);
        return value === null || place.topic !== topic ? [] : [[place.key, value] as const];
      });
      return new Map(found);
    },
    write: async (topic, key, value, ttlMs) => {
      const field = fieldOf(topic, key);
      facts.set(field, { value, endsAt: ttlMs === null ? null : now() + ttlMs, writtenAt: now() });
      written.set(field, looks);
      tell(field, value);
      await send([field]);
    },
    listen: (topic, hear) => {
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(hear));
      return () => void all.delete(hear);
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
};

const fieldOf = (topic: string, key: string): string => JSON.stringify([topic, key]);

const placeIn = (field: string): { readonly topic: string; readonly key: string } => {
  const [topic, key] = JSON.parse(field) as [string, string]; // as `fieldOf` wrote it
  return { topic, key };
};

/** How the script wants it: since when, for how long, and what. */
const wordsOf = (field: string, fact: Fact | undefined, at: number): readonly (string | number)[] => {
  if (fact === undefined) return [];
  const lasts = fact.endsAt === null ? "" : Math.max(0, fact.endsAt - fact.writtenAt);
  return [field, Math.max(0, at - fact.writtenAt), lasts, fact.value === null ? "-" : `=${fact.value}`];
};

/** What a reply tells, with its times on our clock. */
const factsIn = (all: unknown, ahead: number): ReadonlyMap<string, Fact> => {
  const texts = Array.isArray(all) ? all.map(String) : [];
  const facts = new Map<string, Fact>();
  for (let at = 0; at + 1 < texts.length; at += 2) {
    const field = texts[at] ?? "";
    const parts = /^([\d.e+-]*)\|([\d.e+-]*)\|([=-])([\s\S]*)$/.exec(texts[at + 1] ?? "");
    if (parts === null || !/^\["/.test(field)) continue; // the board's own name, or none of ours
    const [, written = "", ends = "", kind, value = ""] = parts;
    const endsAt = ends === "" ? null : Number(ends) + ahead;
    facts.set(field, { value: kind === "=" ? value : null, endsAt, writtenAt: Number(written) + ahead });
  }
  return facts;
};
