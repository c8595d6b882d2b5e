import type { Board } from "../../../core/shared.ts";
import { type Link, patientMs } from "./link.ts";
import { script } from "./questions.ts";

type Options = {
  readonly link: Link;
  readonly prefix: string;
  readonly now: () => number;
  /** Names this daemon; the board takes the name of who has written on it first. */
  readonly name: string;
};

/** How often is asked whether something new is on the board: this also shows early that nobody answers any more. */
const lookEveryMs = 200;

/** More facts than this are not told when it is back. */
const mostWaiting = 1000;

type Fact = { readonly value: string | null; readonly endsAt: number | null; readonly writtenAt: number };

type Hear = (key: string, value: string | null) => void;

/**
 * Facts in a hash that each daemon has a copy of. There is a count of changes, and each daemon asks for it five times a
 * second; a channel for messages would need a second connection, and the same question after every message that was lost.
 */
export class SharedBoard implements Board {
  readonly #options: Options;
  readonly #keys: readonly [hash: string, count: string];
  readonly #listeners = new Map<string, Set<Hear>>();
  /** After how many looks each was written: what was asked for before does not know of it. */
  readonly #written = new Map<string, number>();
  #facts = new Map<string, Fact>();
  #byTopic: ReadonlyMap<string, ReadonlyMap<string, Fact>> | null = null;
  #waiting = new Set<string>();
  #known = { count: "", name: "" };
  #looks = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: Options) {
    const { link, prefix } = options;
    this.#options = options;
    this.#keys = [`${prefix}board`, `${prefix}board:count`];
    link.whenUp(() => {
      const fields = [...this.#waiting];
      this.#waiting = new Set();
      void this.#send(fields, patientMs).then(() => this.#look());
    });
    void this.#goOnLooking();
  }

  read(topic: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const [key, fact] of this.#topics().get(topic) ?? []) {
      const value = this.#current(fact);
      if (value !== null) found.set(key, value);
    }
    return found;
  }

  async write(topic: string, key: string, value: string | null, ttlMs: number | null): Promise<void> {
    const [field, now] = [fieldOf(topic, key), this.#options.now()];
    this.#facts.set(field, { value, endsAt: ttlMs === null ? null : now + ttlMs, writtenAt: now });
    this.#written.set(field, this.#looks);
    this.#byTopic = null;
    this.#tell(field, value);
    await this.#send([field]);
  }

  listen(topic: string, hear: Hear): () => void {
    const all = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, all.add(hear));
    return () => void all.delete(hear);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Facts are read with many requests and seldom change. */
  #topics(): ReadonlyMap<string, ReadonlyMap<string, Fact>> {
    if (this.#byTopic !== null) return this.#byTopic;
    const topics = new Map<string, Map<string, Fact>>();
    for (const [field, fact] of this.#facts) {
      const { topic, key } = placeIn(field);
      topics.set(topic, (topics.get(topic) ?? new Map()).set(key, fact));
    }
    this.#byTopic = topics;
    return topics;
  }

  #current(fact: Fact | undefined): string | null {
    return fact === undefined || (fact.endsAt !== null && fact.endsAt <= this.#options.now()) ? null : fact.value;
  }

  #tell(field: string, value: string | null): void {
    const { topic, key } = placeIn(field);
    for (const hear of this.#listeners.get(topic) ?? []) hear(key, value);
  }

  #send(fields: readonly string[], limitMs?: number): Promise<unknown> {
    const { link, now, name } = this.#options;
    const words = fields.flatMap((field) => wordsOf(field, this.#facts.get(field), now()));
    if (words.length === 0) return Promise.resolve(null);
    const { soon, end } = link.ask(script("write", this.#keys, [name, ...words]), limitMs);
    void end.then(({ type }) => {
      if (type === "undone") for (const field of fields) if (this.#waiting.size < mostWaiting) this.#waiting.add(field);
    });
    return soon;
  }

  async #goOnLooking(): Promise<void> {
    if (this.#options.link.isUp()) await this.#look();
    this.#timer = setTimeout(() => void this.#goOnLooking(), lookEveryMs).unref();
  }

  async #look(): Promise<void> {
    const { link, now } = this.#options;
    const asked = ++this.#looks;
    const reply = await link.ask(script("board", this.#keys, [this.#known.count, this.#known.name])).soon;
    if (!Array.isArray(reply)) return;
    const [count, name, there, all] = reply as readonly unknown[];
    if (all === undefined) return;
    const isAnother = this.#known.name !== "" && String(name) !== this.#known.name; // its memory was lost, ours is not
    this.#known = { count: isAnother ? "" : String(count), name: isAnother ? "" : String(name) };
    if (isAnother) await this.#send([...this.#facts.keys()], patientMs);
    else this.#take(factsIn(all, now() - Number(String(there))), asked);
  }

  /** What stands there now, and what has changed with it. What waits to be told is newer. */
  #take(seen: ReadonlyMap<string, Fact>, asked: number): void {
    const before = this.#facts;
    this.#facts = new Map(seen);
    this.#byTopic = null;
    for (const [field, after] of this.#written) if (after < asked) this.#written.delete(field);
    for (const field of [...this.#waiting, ...this.#written.keys()]) {
      const own = before.get(field);
      if (own !== undefined) this.#facts.set(field, own);
    }
    for (const field of new Set([...before.keys(), ...this.#facts.keys()])) {
      const value = this.#current(this.#facts.get(field));
      if (value !== this.#current(before.get(field))) this.#tell(field, value);
    }
  }
}

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
