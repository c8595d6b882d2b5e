import { ByUse } from "../../lib/by-use.ts";

/** Values by key, of which the longest unused goes when there are too many. */
export class Latest<Value> {
  readonly #values: ByUse<Value>;

  constructor(most: number) {
    this.#values = new ByUse(most);
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
    return value;
  }
}
