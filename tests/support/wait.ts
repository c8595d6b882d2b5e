/** Waits until a condition holds and gives what it gave; fails with these words after `limitMs`. No test sleeps for a while and hopes. */
export const until = async <T>(
  what: string,
  holds: () => T | Promise<T>,
  limitMs = 15_000,
): Promise<Exclude<T, false | null | undefined>> => {
  const late = performance.now() + limitMs;
  for (;;) {
    const value = await holds();
    if (value !== false && value !== null && value !== undefined) return value as Exclude<T, false | null | undefined>; // just checked
    if (performance.now() > late) throw new Error(`Waited ${limitMs} ms in vain: ${what}`);
    await Bun.sleep(5);
  }
};
