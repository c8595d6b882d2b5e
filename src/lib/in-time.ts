/** What stands for an answer that did not come in time. */
export const late = Symbol("late");

/**
 * What this comes to, or `late` after so long; it goes on all the same. An answer that lies there already while this
 * process was busy with something else is in time.
 */
export const inTime = <T>(work: Promise<T>, limitMs: number): Promise<T | typeof late> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(() => resolve(late)), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
