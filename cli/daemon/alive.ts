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

/** A process, and when it began: a number alone may by now be somebody else's. */
export type Known = { readonly pid: number; readonly began: string | null };

/** The process that has this number at this moment. */
export const knownBy = (pid: number): Known => ({ pid, began: beganOf(pid) });

/** Ends a process that does not end by itself; false when the number is not known to be still its own. */
export const kill = ({ pid, began }: Known): boolean => {
  if (began === null || beganOf(pid) !== began) return false;
  process.kill(pid, "SIGKILL");
  return true;
};

/** When the process began, in the system's own words; null where it does not tell or there is none. */
const beganOf = (pid: number): string | null => {
  if (process.platform !== "linux") {
    const { stdout } = Bun.spawnSync(["/bin/ps", "-o", "lstart=", "-p", String(pid)]);
    return stdout.toString().trim() || null;
  }
  try {
    // The name in parentheses may hold blanks; the 20th field after it is the start since boot (proc(5)).
    return (
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[19] ?? null
    );
  } catch {
    return null;
  }
};

/** Resolves when the process has ended, or with false when it still runs after so long. */
export const hasEnded = async ({ pid, began }: Known, limitMs: number): Promise<boolean> => {
  const deadline = performance.now() + limitMs;
  while (isAlive(pid) && beganOf(pid) === began) {
    if (performance.now() > deadline) return false;
    await Bun.sleep(10); // not a child of ours: nobody tells us when it ends
  }
  return true;
};
