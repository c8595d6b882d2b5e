import { readdirSync, readFileSync } from "node:fs";

/**
 * From now on: for how long a process that had work to do was kept waiting because others had the processor, in
 * milliseconds; of its threads the one that waited longest.
 */
export const keptWaiting = (pid: number): (() => number) => {
  const before = waitedBy(pid);
  return () => Math.max(0, ...[...waitedBy(pid)].map(([thread, ms]) => ms - (before.get(thread) ?? 0)));
};

const waitedBy = (pid: number): ReadonlyMap<string, number> =>
  new Map(
    readdirSync(`/proc/${pid}/task`).map((thread) => [thread, waitedIn(`/proc/${pid}/task/${thread}/schedstat`)]),
  );

/** Time on the processor, time waiting for it, both in nanoseconds, and how often it had it. */
const waitedIn = (file: string): number => {
  try {
    return Number(readFileSync(file, "utf8").split(" ")[1] ?? 0) / 1_000_000;
  } catch {
    return 0; // the thread has ended meanwhile
  }
};
