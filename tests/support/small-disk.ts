import { mkdirSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "./scratch.ts";

/** A disk of one megabyte that can be filled to the last byte; only root may make one. */
export type SmallDisk = {
  readonly folder: string;
  /** Takes all the space that is left. */
  readonly fill: () => void;
  /** Gives it back. */
  readonly free: () => void;
  /** From now on it can only be read. */
  readonly lock: () => void;
  readonly remove: () => void;
};

const mount = (...words: readonly string[]): boolean => Bun.spawnSync([...words]).exitCode === 0;

/** A new small disk; null where this user may not mount one. */
export const newSmallDisk = (): SmallDisk | null => {
  const folder = scratchFolder();
  if (!mount("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", folder)) {
    rmdirSync(folder);
    return null;
  }
  const home = join(folder, "home");
  mkdirSync(home, { mode: 0o700 });
  const ballast = join(folder, "ballast");
  return {
    folder: home,
    fill: () => {
      const { bavail, bsize } = statfsSync(folder);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch {
        // the last page may already be taken: then it is full as well
      }
    },
    free: () => rmSync(ballast, { force: true }),
    lock: () => void mount("mount", "-o", "remount,ro", folder),
    remove: () => {
      mount("umount", "-l", folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
