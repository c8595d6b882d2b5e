/**
 * Values by key in the order of their last use; where there are more than `most`, the longest unused goes. A Map of JavaScript looks for its first entry through the places of all
 * that were deleted before it, which makes ten thousand entries slow; here the longest unused is found at once.
 */
export class ByUse<Value> {
  readonly #values = new Map<string, Value>();
  #order = this.#values.keys();
  /** The longest unused as far as `#order` has been gone through; null = it has gone. */
  #oldest: string | null = null;

  readonly #most: number;

  constructor(most: number = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Sets a value and makes it the one that was used last. */
  use(key: string, value: Value): void {
    this.delete(key);
    this.#values.set(key, value);
    const oldest = this.#values.size > this.#most ? this.oldest() : null;
    if (oldest !== null) this.delete(oldest);
  }

  delete(key: string): boolean {
    if (key === this.#oldest) this.#oldest = null;
    return this.#values.delete(key);
  }

  /** The key that was not used the longest; null where there is none. */
  oldest(): string | null {
    this.#oldest ??= this.#next();
    return this.#oldest;
  }

  /** The longest unused first. */
  entries(): IterableIterator<[string, Value]> {
    return this.#values.entries();
  }

  /** The longest unused first. */
  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  /** What was gone through before is used later, and so comes again, or has been deleted. */
  #next(): string | null {
    const next = this.#order.next();
    if (next.done !== true) return next.value;
    this.#order = this.#values.keys(); // one that has come to its end stays there
    return this.#order.next().value ?? null;
  }
}
