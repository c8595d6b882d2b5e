/** Names that were heard lately: of those longest ago some are forgotten when there are too many. */
export class Recent {
  readonly #most: number;
  #now = new Set<string>();
  #before: ReadonlySet<string> = new Set();

  /** `most`: at least so many of the latest are known, at most twice as many. */
  constructor(most: number) {
    this.#most = most;
  }

  add(name: string): void {
    this.#now.add(name);
    if (this.#now.size < this.#most) return;
    this.#before = this.#now;
    this.#now = new Set();
  }

  has(name: string): boolean {
    return this.#now.has(name) || this.#before.has(name);
  }
}
