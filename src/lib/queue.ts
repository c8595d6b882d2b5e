/** First in, first out. To take the first costs the same however many there are, which a Map's first does not. */
export class Queue<Item extends object> {
  #items: (Item | null)[] = [];
  #taken = 0;

  get length(): number {
    return this.#items.length - this.#taken;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Null where there is none. */
  take(): Item | null {
    const item = this.#items[this.#taken] ?? null;
    if (item === null) return null;
    this.#items[this.#taken++] = null; // nothing holds on to it
    if (this.#taken >= wasted && this.#taken * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#taken);
      this.#taken = 0;
    }
    return item;
  }
}

/** So many places of items that were taken are not worth a copy of the others. */
const wasted = 64;
