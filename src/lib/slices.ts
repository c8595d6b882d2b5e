/**
 * Long work, done a little at a time: one slice in each turn of the loop, whoever it belongs to, so that what else comes
 * has its turn in between.
 */
export class Slices {
  #last: Promise<void> = Promise.resolve();

  /** Calls `slice`, which must not throw, until it says true; what was added before is finished first. */
  add(slice: () => boolean): Promise<void> {
    this.#last = this.#last.then(() => toEnd(slice));
    return this.#last;
  }
}

const toEnd = async (slice: () => boolean): Promise<void> => {
  do await nextTurn();
  while (!slice());
};

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
