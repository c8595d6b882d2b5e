import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A group of processes that may only have so much memory together; whoever takes more is killed by the system. */
export type MemoryGroup = {
  /** A shell command that puts the shell, and what it starts, into the group. */
  readonly enter: string;
  /** The most that they ever had, in bytes. */
  readonly peakBytes: () => number;
  readonly remove: () => void;
};

type Files = { readonly root: string; readonly limit: string; readonly peak: string };

/** Both kinds that Linux has. */
const kinds: readonly Files[] = [
  { root: "/sys/fs/cgroup", limit: "memory.max", peak: "memory.peak" },
  { root: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes", peak: "memory.max_usage_in_bytes" },
];

/** A new group below the root; null where this user may not make one. */
export const newMemoryGroup = (limitBytes: number): MemoryGroup | null => {
  for (const { root, limit, peak } of kinds) {
    const folder = join(root, `pxy-${process.pid}-${Date.now()}`);
    try {
      mkdirSync(folder);
    } catch {
      continue; // no such kind here, or not for us
    }
    try {
      readFileSync(join(folder, limit)); // the other kind has no such file, and would let us write one nowhere
      writeFileSync(join(folder, limit), String(limitBytes));
    } catch {
      rmdirSync(folder);
      continue;
    }
    return {
      enter: `echo $$ > ${folder}/cgroup.procs`,
      peakBytes: () => Number(readFileSync(join(folder, peak), "utf8")),
      remove: () => rmdirSync(folder),
    };
  }
  return null;
};
