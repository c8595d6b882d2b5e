import { ByUse } from "../../lib/by-use.ts";

/** Values by key, of which the longest unused goes when there are too many. */
export class Latest<Value> {
  readonly #most: number;
  readonly #values = new ByUse<Value>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.#values.use(key, value);
    return value;
  }

  has(key: string): boolean {
    return this.#values.get(key) !== undefined;
  }

  /** All of them, the longest unused first. */
  values(): Iterable<Value> {
    return this.#values.values();
  }

  /** Keeps a value, and gives it back. */
  add(key: string, value: Value): Value {
    this.#values.use(key, value);
    const oldest = this.#values.size > this.#most ? this.#values.oldest() : null;
    if (oldest !== null) this.#values.delete(oldest);
    return value;
  }
}
