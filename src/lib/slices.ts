/**
 * Long work, done a little at a time: one slice in each turn of the loop, whoever it belongs to, so that what else comes
 * has its turn in between.
 */
export class Slices {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** Calls `slice`, which must not throw, until it says true; what was added before is finished first. */
  add(slice: () => boolean): Promise<void> {
    this.#waiting++;
    this.#last = this.#last.then(async () => {
      await toEnd(slice);
      this.#waiting--;
    });
    return this.#last;
  }

  /** How much has been added and is not finished. */
  waiting(): number {
    return this.#waiting;
  }
}

const toEnd = async (slice: () => boolean): Promise<void> => {
  do await nextTurn();
  while (!slice());
};

/** Everything else that waits has had its turn when this resolves. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
