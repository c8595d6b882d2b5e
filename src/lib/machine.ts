import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files and sockets that this process has open; zero where the system does not tell. */
export const openFiles = (): number => {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch (thrown) {
    // Not even one more for looking: then there are as many as there can be.
    const isFull = thrown instanceof Error && "code" in thrown && /^E[MN]FILE$/.test(String(thrown.code));
    return isFull ? Number.POSITIVE_INFINITY : 0;
  }
};

/** How many it may have; null where the system does not tell. Bun raises the soft limit to the hard one by itself. */
export const maxOpenFiles = (): number | null => {
  const soft = /^Max open files\s+(\d+)/m.exec(textOf("/proc/self/limits"))?.[1];
  return soft === undefined ? null : Number(soft);
};

/**
 * For how long the loop of this process has waited for a processor since its start, because others had it, in
 * milliseconds; zero where the system does not tell.
 */
export const keptWaitingMs = (): number => Number(textOf("/proc/self/schedstat").split(" ")[1] ?? 0) / 1_000_000;

/** Bytes of memory that the container or service of this process may use together; null = no such limit. */
export const memoryLimitBytes = (): number | null => {
  const groups = textOf("/proc/self/cgroup");
  const root = "/sys/fs/cgroup";
  const files = [
    ...[/^0::(.*)$/m.exec(groups)?.[1] ?? "/", "/"].map((group) => join(root, group, "memory.max")),
    // The older kind has a tree of its own for memory.
    ...[/^\d+:(?:.*,)?memory(?:,.*)?:(.*)$/m.exec(groups)?.[1] ?? "/", "/"].map((group) =>
      join(root, "memory", group, "memory.limit_in_bytes"),
    ),
  ];
  const limits = files.map((file) => Number(textOf(file).trim()));
  const real = limits.filter((limit) => limit > 0 && limit < unlimited);
  return real.length === 0 ? null : Math.min(...real);
};

/** The older kind of groups writes a huge number for "no limit". */
const unlimited = 2 ** 60;

const textOf = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};
