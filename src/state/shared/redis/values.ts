import type { SharedValues } from "../../../core/shared.ts";
import { type Link, patientMs } from "./link.ts";
import { command, script } from "./questions.ts";

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
export class ValuesOnRedis implements SharedValues {
  readonly #options: Options;
  /** Written here alone. */
  readonly #waiting = new Map<string, Waiting>();
  #waitingBytes = 0;

  constructor(options: Options) {
    this.#options = options;
    options.link.whenUp(() => {
      for (const [key, entry] of [...this.#waiting]) {
        this.#forget(key);
        void this.#write(key, entry, patientMs);
      }
    });
  }

  async get(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    if (keys.length === 0) return [];
    const { link, own, now } = this.#options;
    const found = (link.isUp() ? await this.#found(keys) : null) ?? (await own.get(keys));
    return found.map((value, index) => {
      const entry = this.#waiting.get(keys[index] ?? "");
      return entry === undefined || entry.endsAt <= now() ? value : entry.value;
    });
  }

  async set(entries: readonly { readonly key: string; readonly value: Uint8Array }[], ttlMs: number): Promise<void> {
    const { link, own, now } = this.#options;
    const endsAt = now() + ttlMs;
    const fitting = entries.filter(({ value }) => value.length <= maxValueBytes);
    if (link.isUp()) await own.remove(fitting.map(({ key }) => key));
    else await own.set(fitting, ttlMs);
    await Promise.all(fitting.map(({ key, value }) => this.#write(key, { value, endsAt })));
  }

  async agree(key: string, own: Uint8Array): Promise<Uint8Array | null> {
    const { link } = this.#options;
    await link.ask(command("SET", this.#keyOf(key), Buffer.from(own), "NX"), patientMs).soon;
    const reply = await link.ask(command("GET", this.#keyOf(key)), patientMs).soon;
    return reply instanceof Uint8Array ? reply : null;
  }

  async remove(keys: readonly string[]): Promise<void> {
    const { own, now } = this.#options;
    await own.remove(keys);
    await Promise.all(keys.map((key) => this.#write(key, { value: null, endsAt: now() + removedMs })));
  }

  #keyOf(key: string): string {
    return `${this.#options.prefix}v:${key}`;
  }

  /** Null = nothing can be said of any of them. */
  async #found(keys: readonly string[]): Promise<readonly (Uint8Array | null)[] | null> {
    const asked = script(
      "get",
      keys.map((key) => this.#keyOf(key)),
      [maxValueBytes],
    );
    const reply = await this.#options.link.ask(asked).soon;
    return Array.isArray(reply) ? reply.map((one: unknown) => (one instanceof Uint8Array ? one : null)) : null;
  }

  #write(key: string, entry: Waiting, limitMs?: number): Promise<unknown> {
    const { link, now } = this.#options;
    this.#forget(key); // what is written now is newer
    const leftMs = Math.ceil(entry.endsAt - now());
    const asked =
      entry.value === null || leftMs <= 0
        ? link.ask(command("DEL", this.#keyOf(key)), limitMs)
        : link.ask(command("SET", this.#keyOf(key), Buffer.from(entry.value), "PX", leftMs), limitMs);
    void asked.end.then(({ type }) => {
      if (type === "undone" && !this.#waiting.has(key)) this.#wait(key, entry);
    });
    return asked.soon;
  }

  #wait(key: string, entry: Waiting): void {
    this.#waiting.set(key, entry);
    this.#waitingBytes += entry.value?.length ?? 0;
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= mostEntries && this.#waitingBytes <= mostBytes) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#waitingBytes -= this.#waiting.get(key)?.value?.length ?? 0;
    this.#waiting.delete(key);
  }
}

/** What was taken away while nobody could be told stays so long away for us. */
const removedMs = 3_600_000;
