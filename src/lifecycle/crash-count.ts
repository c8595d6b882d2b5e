import { existsSync, readFileSync, rmSync } from "node:fs";
import { writePrivate } from "../lib/private-file.ts";

/** What is kept in the home: the run that has not ended in order yet, and when earlier ones were found to have crashed. */
export type Starts = { readonly run: string | null; readonly crashes: readonly number[] };

/** So many crashes within so long, and the next start leaves out what is not needed for passing on. */
const limit = 5;
const windowMs = 60_000;

const none: Starts = { run: null, crashes: [] };

/** What is known when a run begins: one before it that never ended in order is a crash. */
export const withStart = ({ run, crashes }: Starts, next: string, now: number): Starts => ({
  run: next,
  crashes: [...crashes, ...(run === null ? [] : [now])].filter((at) => at <= now && now - at < windowMs),
});

/** Whether it has crashed so often lately that this run should be a careful one. */
export const isCrashLoop = ({ crashes }: Starts): boolean => crashes.length >= limit;

/** The count behind one run of the daemon. */
export type CrashCount = {
  /** Whether this run leaves out what is not needed for passing on. */
  readonly isSafeMode: boolean;
  /** Crashes within the last minute. */
  readonly crashes: number;
  /** This run ended in order: all is well again. */
  readonly clear: () => void;
  /** It goes on after all: it counts again. */
  readonly resume: () => void;
  /** This run could not begin, and said why: no crash, but it mends none either. */
  readonly withdraw: () => void;
};

/** Counts the start of this run. The lock must be held. A home that cannot be written counts nothing. */
export const countStart = (file: string, run: string, now: number): CrashCount => {
  const starts = withStart(readStarts(file), run, now);
  write(file, starts);
  return {
    isSafeMode: isCrashLoop(starts),
    crashes: starts.crashes.length,
    clear: () => {
      if (readStarts(file).run === run) remove(file);
    },
    resume: () => write(file, { ...starts, crashes: readStarts(file).crashes }),
    withdraw: () => write(file, { ...starts, run: null }),
  };
};

const readStarts = (file: string): Starts => {
  try {
    const found: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : none;
    const { run = null, crashes = [] } = found as Partial<Starts>;
    const isRead = (run === null || typeof run === "string") && Array.isArray(crashes);
    return isRead ? { run, crashes: crashes.filter((at) => typeof at === "number") } : none;
  } catch {
    return none; // damaged: better to count anew than not to start
  }
};

const remove = (file: string): void => {
  try {
    rmSync(file, { force: true });
  } catch {
    // One crash too many will be counted: no reason to end badly.
  }
};

const write = (file: string, starts: Starts): void => {
  try {
    writePrivate(file, `${JSON.stringify(starts)}\n`);
  } catch {
    // A full disk is told elsewhere, and must not keep the daemon from starting.
  }
};
