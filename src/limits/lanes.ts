/**
 * Those who wait, a lane for each caller: everybody's first comes before anybody's second, however many one caller has
 * sent. Whoever was served goes behind all others.
 */
export class Lanes<Item> {
  readonly #lanes = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(caller: string, item: Item): void {
    const lane = this.#lanes.get(caller);
    if (lane === undefined) this.#lanes.set(caller, [item]);
    else lane.push(item);
    this.#size++;
  }

  has(caller: string, item: Item): boolean {
    return this.#lanes.get(caller)?.includes(item) === true;
  }

  /** It waits no longer; false where it did not wait. The others of its caller keep their place. */
  remove(caller: string, item: Item): boolean {
    const lane = this.#lanes.get(caller) ?? [];
    const at = lane.indexOf(item);
    if (at < 0) return false;
    lane.splice(at, 1);
    this.#size--;
    if (lane.length === 0) this.#lanes.delete(caller);
    return true;
  }

  /** It had its turn: its caller's next one comes after all others'. */
  served(caller: string, item: Item): void {
    if (!this.remove(caller, item)) return;
    const lane = this.#lanes.get(caller);
    if (lane === undefined) return;
    this.#lanes.delete(caller);
    this.#lanes.set(caller, lane);
  }

  /** All in the order of their turns. */
  inTurn(): readonly Item[] {
    const lanes = [...this.#lanes.values()];
    const rounds = Math.max(0, ...lanes.map(({ length }) => length));
    return Array.from({ length: rounds }, (_, round) => lanes.flatMap((lane) => lane.slice(round, round + 1))).flat();
  }
}
