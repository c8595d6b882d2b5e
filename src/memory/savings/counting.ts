import type { Measure } from "../../core/dialect.ts";
import type { Exchange } from "../../core/exchange.ts";
import type { Change, Forwarded } from "../../core/memory.ts";
import { ByUse } from "../../lib/by-use.ts";
import { isObject } from "../../lib/json.ts";
import { Slices } from "../../lib/slices.ts";
import { memberOf } from "../transcript/places.ts";
import { frontierOf, type Transcript } from "../transcript/transcript.ts";

/** Counts texts as a vendor does, off the loop. */
export type VendorCounter = {
  /** What counts alike is counted once. */
  readonly name: string;
  /** The tokens of each; null where they were not counted. */
  readonly count: (texts: readonly string[]) => Promise<readonly number[] | null>;
  /** Whether the vendor itself counts so: else what it reports has to tell how many of its tokens one of these is. */
  readonly isVendors: boolean;
};

/** What was left out of a request, by a tokenizer. */
export type Counted = {
  readonly removedBefore: number;
  readonly removedLive: number;
  /** How many tokens more than by the quick estimate all that went out has. */
  readonly correction: number;
  readonly isVendors: boolean;
  /** False where something was not counted in time, and stands in with less than its quick estimate. */
  readonly isWhole: boolean;
};

/** Some hundred conversations: 10 MB. */
const maxCounts = 50_000;

/** What is only measured is claimed so far: in data and in colours the quick estimate is a tenth too high at times. */
const measuredShare = 0.9;

/** So many letters of a conversation that was not counted before are counted with one request of it. */
const mostAtOnce = 512 * 1024;

/** So many are gathered in one turn of the loop: some half a millisecond. */
const lettersInTurn = 32 * 1024;

/** Whose turn does not come soon is not counted. */
const mostWaiting = 64;

type Begun = {
  readonly counter: VendorCounter;
  readonly changes: readonly Change[];
  readonly frontier: number;
  /** The keys of its entries. */
  readonly entries: readonly string[];
};

/** Texts to be counted together, and what is taken off their tokens. */
type Order = { readonly text: string; readonly less: number };

/** Counts what is left out of requests, each text once, while their vendors answer. */
export class Counting {
  readonly #counterFor: (exchange: Exchange) => VendorCounter;
  readonly #measure: Measure;
  readonly #counts = new ByUse<number>(maxCounts);
  readonly #begun = new WeakMap<Exchange, Begun>();
  readonly #slices = new Slices();

  constructor(counterFor: (exchange: Exchange) => VendorCounter, measure: Measure) {
    this.#counterFor = counterFor;
    this.#measure = measure;
  }

  /** Its request is on its way: what was left out of it, and what went out instead, is counted in later turns. Never throws. */
  begin(exchange: Exchange, transcript: Transcript, { changes }: Forwarded): void {
    if (changes.length === 0) return;
    const counter = this.#counterFor(exchange);
    const entries = transcript.entries.map(({ hash }) => keyOf(counter, `entry ${hash}`));
    this.#begun.set(exchange, { counter, changes, entries, frontier: frontierOf(transcript) });
    if (this.#slices.waiting() >= mostWaiting) return;
    const missing = new Map<string, Order>();
    const orders = this.#orders(transcript, { counter, changes, entries });
    void this.#slices.add(() => {
      for (let letters = 0; letters < lettersInTurn; ) {
        const { value, done } = orders.next();
        if (done === true) {
          if (missing.size > 0) void this.#count(counter, missing);
          return true;
        }
        const [key, order] = value;
        missing.set(key, order);
        letters += order.text.length;
      }
      return false;
    });
  }

  /** What is known by now of what was left out of it; null = nothing was begun. */
  of(exchange: Exchange): Counted | null {
    const begun = this.#begun.get(exchange);
    if (begun === undefined) return null;
    const { counter, changes, frontier, entries } = begun;
    const sum = { removedBefore: 0, removedLive: 0, correction: 0, isWhole: true };
    for (const key of entries) sum.correction += this.#known(key) ?? 0;
    for (const change of changes) {
      const [before, after] = [this.#known(keyOf(counter, change.of)), this.#known(keyOf(counter, change.hash))];
      const isCounted = before !== null && after !== null;
      const measured = change.before - change.after;
      const removed = isCounted ? before - after : measured * measuredShare;
      sum[Number(change.path[1]) < frontier ? "removedBefore" : "removedLive"] += removed;
      sum.isWhole &&= isCounted;
      if (isCounted) sum.correction -= removed - measured; // its entry was counted as the client sent it
    }
    return { ...sum, isVendors: counter.isVendors };
  }

  /** What was not counted before. Of whole entries it is kept by how much their count differs from their measure. */
  *#orders(
    transcript: Transcript,
    { counter, changes, entries }: Pick<Begun, "counter" | "changes" | "entries">,
  ): Generator<readonly [key: string, order: Order], void> {
    for (const change of changes) {
      const [of, to] = [keyOf(counter, change.of), keyOf(counter, change.hash)];
      const text = this.#counts.get(of) === undefined ? textAt(transcript, change) : null;
      if (text !== null) yield [of, { text, less: 0 }];
      if (this.#counts.get(to) === undefined) yield [to, { text: change.text, less: 0 }];
    }
    let letters = 0;
    for (const [at, key] of counter.isVendors ? [] : entries.entries()) {
      if (letters > mostAtOnce || this.#counts.get(key) !== undefined) continue;
      const text = textsIn(transcript.jsonOf(at)).join("\n");
      letters += text.length;
      yield [key, { text, less: this.#measure(text) }];
    }
  }

  async #count(counter: VendorCounter, missing: ReadonlyMap<string, Order>): Promise<void> {
    const orders = [...missing];
    const counted = await counter.count(orders.map(([, { text }]) => text)).catch(() => null); // then it stays an estimate
    if (counted === null) return;
    orders.forEach(([key, { less }], at) => {
      this.#counts.use(key, (counted[at] ?? 0) - less);
    });
  }

  #known(key: string): number | null {
    const count = this.#counts.get(key);
    if (count === undefined) return null;
    this.#counts.use(key, count);
    return count;
  }
}

const keyOf = ({ name }: VendorCounter, hash: string): string => `${name} ${hash}`;

/** What the client sent there; null where that is no text. */
const textAt = (transcript: Transcript, { path }: Change): string | null => {
  const [, entry, ...within] = path;
  const text = within.reduce<unknown>((inner, step) => memberOf(inner, step), transcript.jsonOf(Number(entry)));
  return typeof text === "string" ? text : null;
};

/** About what a model reads of an entry: its texts, and no names, seals or pictures. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return value.length > longestName && !value.includes(" ") ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value)
    ? Object.entries(value).flatMap(([name, inner]) => (unread.test(name) ? [] : textsIn(inner)))
    : [];
};

const longestName = 8192;
const unread = /^(type|role|id|.*_id|signature|thoughtSignature|encrypted_content|cache_control|data)$/;
