import { readFileSync } from "node:fs";

/** Whether a process still runs; one that has ended and waits for its parent (a zombie) does not. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false; // ESRCH: gone; EPERM: the number has gone to somebody else
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return process.platform !== "linux"; // elsewhere there is no /proc to ask
  }
};

/** Ends a process that does not end by itself. */
export const kill = (pid: number): void => {
  process.kill(pid, "SIGKILL");
};

/** Resolves when the process has ended, or with false when it still runs after so long. */
export const hasEnded = async (pid: number, limitMs: number): Promise<boolean> => {
  const deadline = performance.now() + limitMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await Bun.sleep(10); // not a child of ours: nobody tells us when it ends
  }
  return true;
};
