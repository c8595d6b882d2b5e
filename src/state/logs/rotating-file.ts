import { constants, existsSync } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { makePrivateFolder } from "../../lib/private-file.ts";
import { reasonOf } from "./line-queue.ts";
import { type Keep, rotatedName, tidy } from "./rotated.ts";

/** When a log begins a new file, and what is kept of the old ones. */
export type Rotation = {
  readonly maxBytes: number;
  /** A file does not go on for longer; 0 = however long. */
  readonly maxAgeMs: number;
  readonly keep: Keep;
};

/** A file that lines are added to, and that is moved aside, packed and one day removed when it is full or old. */
export type RotatingFile = {
  readonly append: (text: string) => Promise<void>;
  readonly setRotation: (rotation: Rotation) => void;
  /** Resolves when nothing is being packed. */
  readonly settled: () => Promise<void>;
};

/** Also without a rotation it is looked after so often: what is kept grows older by itself. */
const tidyEveryMs = 3_600_000;

/** A log is never written through a link: it could lead to any file of the user's. It is read for its first line. */
const appending = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

/** Nothing is opened before the first line; each line opens the file anew, so that one that was moved away is begun again. */
export const rotatingFile = (file: string, first: Rotation, now: () => number): RotatingFile => {
  let rotation = first;
  let tidying = Promise.resolve();
  let tidiedAt = Number.NEGATIVE_INFINITY;
  let mayEndTorn = true; // a full disk or a kill leaves half a line
  let begun: { readonly inode: number; readonly at: number } | null = null;
  const lookAfter = (): void => {
    tidiedAt = now();
    tidying = tidying.then(() => tidy(file, rotation.keep, now())).catch(() => undefined); // tried again in an hour
  };
  const isOld = async (handle: FileHandle, inode: number): Promise<boolean> => {
    if (rotation.maxAgeMs === 0) return false;
    if (begun?.inode !== inode) begun = { inode, at: (await firstTime(handle)) ?? now() };
    return now() - begun.at >= rotation.maxAgeMs;
  };
  const openForMore = async (): Promise<FileHandle> => {
    const handle = await open(file, appending, 0o600);
    const { size, mode, ino } = await handle.stat();
    if (size === 0 && (mode & 0o077) !== 0) await handle.chmod(0o600);
    if (size === 0 || (size <= rotation.maxBytes && !(await isOld(handle, ino)))) return handle;
    await handle.close();
    await rename(file, rotatedName(file, now(), existsSync));
    lookAfter();
    return open(file, appending, 0o600);
  };
  return {
    append: async (text) => {
      if (Math.abs(now() - tidiedAt) >= tidyEveryMs) lookAfter(); // a clock may be set back
      const handle = await openForMore().catch((thrown: unknown) => {
        if (reasonOf(thrown) !== "ENOENT") throw thrown;
        makePrivateFolder(dirname(file));
        return openForMore();
      });
      try {
        const isTorn = mayEndTorn && (await endsTorn(handle));
        mayEndTorn = true;
        await handle.appendFile(isTorn ? `\n${text}` : text);
        mayEndTorn = false;
      } finally {
        await handle.close();
      }
    },
    setRotation: (wanted) => {
      rotation = wanted;
      tidiedAt = Number.NEGATIVE_INFINITY;
    },
    settled: () => tidying,
  };
};

/** What follows half a line would be half of none: it begins a line of its own. */
const endsTorn = async (handle: FileHandle): Promise<boolean> => {
  const { size } = await handle.stat();
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
  return bytesRead === 1 && buffer[0] !== 0x0a;
};

/** When the first line was written: nothing else about a file tells how long it has gone on. */
const firstTime = async (handle: FileHandle): Promise<number | null> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
  const time = /^\{"at":"([^"]+)"/.exec(buffer.toString("latin1", 0, bytesRead))?.[1];
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? null : at;
};
