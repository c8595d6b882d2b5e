import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { orUnwritable } from "../config/home.ts";
import type { Paths } from "../config/paths.ts";
import type { Reloaded } from "../control/contract.ts";
import { ProxyError } from "../core/errors.ts";
import { takeLock } from "../lib/lock.ts";
import { writePrivate } from "../lib/private-file.ts";
import { noteChange } from "./logs.ts";

/** What a change of configuration files needs. */
export type Changing = {
  readonly paths: Paths;
  /** Has a running daemon read the files as they are now; null where none runs. Rejects where it refuses them. */
  readonly bringInForce: () => Promise<Reloaded | null>;
};

/** What was done, and what a running daemon has made of it. */
export type Changed<Done> = { readonly done: Done; readonly reloaded: Reloaded | null };

/**
 * Changes these files while no other command of ours changes any, and has a running daemon read them. Where it refuses,
 * or the change itself fails, each of them holds again what it held.
 */
export const change = <Done>(
  { paths, bringInForce }: Changing,
  files: readonly string[],
  write: () => Done,
): Promise<Changed<Done>> =>
  alone(paths, async () => {
    const before = files.map((file) => [file, textIn(file)] as const);
    try {
      const done = orUnwritable(dirname(files[0] ?? paths.home), write);
      const reloaded = await bringInForce();
      // A running daemon has written it down already.
      if (reloaded === null) await noteChange(paths, "config-changed", { files: changedNames(before) });
      return { done, reloaded };
    } catch (thrown) {
      const changed = before.filter(([file, text]) => textIn(file) !== text);
      for (const [file, text] of changed)
        orUnwritable(dirname(file), () => (text === null ? rmSync(file) : writePrivate(file, text)));
      // A daemon that has refused goes on saying so until it has read what it likes; one that is silent reads it later.
      if (changed.length > 0 && !isSilence(thrown)) await bringInForce().catch(() => undefined);
      throw thrown;
    }
  });

const changedNames = (before: readonly (readonly [file: string, text: string | null])[]): readonly string[] =>
  before.filter(([file, text]) => textIn(file) !== text).map(([file]) => basename(file));

/** Null where there is none, or none that we may read: then nothing of ours is written there either. */
const textIn = (file: string): string | null => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
};

const isSilence = (thrown: unknown): boolean => thrown instanceof ProxyError && thrown.code === "daemon_silent";

/** No command takes so long; one that does has stopped for good. */
const usualPatienceMs = 5000;

/** Of two commands at once the second waits: each reads a file, changes one thing and writes it whole. */
export const alone = async <T>(
  { home, configLock }: Paths,
  work: () => T | Promise<T>,
  patienceMs = usualPatienceMs,
): Promise<T> => {
  orUnwritable(home, () => {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    closeSync(openSync(configLock, "a", 0o600));
  });
  for (const late = performance.now() + patienceMs; ; await Bun.sleep(10)) {
    const lock = takeLock(configLock);
    if (lock !== null) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (performance.now() > late)
      throw new ProxyError("cannot_write", "Another command is changing the configuration and does not end.", {
        hint: "Try again.",
      });
  }
};
