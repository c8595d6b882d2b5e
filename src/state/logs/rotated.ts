import { constants, createReadStream, createWriteStream } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { syncFolder } from "../../lib/private-file.ts";

/** What is kept of the files that a log has filled: so many at most, so old at most, so many bytes altogether. */
export type Keep = { readonly files: number; readonly days: number; readonly bytes: number };

/** A file that a log has filled. */
export type Rotated = { readonly path: string; readonly isPacked: boolean };

const dayMs = 86_400_000;
const packedEnd = ".gz";
const draftEnd = ".gz.tmp";

/** `daemon.log.20261102T091200123Z`: sorts by time, and no two are the same. */
export const rotatedName = (file: string, at: number, isTaken: (path: string) => boolean): string => {
  for (let later = 0; ; later++) {
    const path = `${file}.${new Date(at + later).toISOString().replaceAll(/[-:.]/g, "")}`;
    if (!isTaken(path) && !isTaken(path + packedEnd)) return path;
  }
};

/** The files that this log has filled, the oldest first; a packed one stands for the one that it was made of. */
export const rotatedFiles = async (file: string): Promise<readonly Rotated[]> => {
  const names = await namesBeside(file);
  const packed = new Set(names.filter((name) => name.endsWith(packedEnd)));
  return names
    .filter((name) => isRotated(file, name) && !packed.has(name + packedEnd))
    .map((name) => ({ path: join(dirname(file), name), isPacked: packed.has(name) }));
};

const isRotated = (file: string, name: string): boolean =>
  name.startsWith(`${basename(file)}.`) && /^\d{8}T\d{9}Z(\.gz)?$/.test(name.slice(basename(file).length + 1));

const namesBeside = async (file: string): Promise<readonly string[]> =>
  (await readdir(dirname(file)).catch(() => [])).toSorted();

/**
 * Packs what is not packed yet and takes away what is not kept. What an earlier run left in the middle of it is mended:
 * half a packed file is thrown away and made again, a whole one takes the place of the plain one.
 */
export const tidy = async (file: string, keep: Keep, now: number): Promise<void> => {
  const folder = dirname(file);
  const names = await namesBeside(file);
  for (const name of names) {
    const path = join(folder, name);
    const isDraft = name.startsWith(`${basename(file)}.`) && name.endsWith(draftEnd);
    const isPackedToo = isRotated(file, name) && names.includes(name + packedEnd);
    if (isDraft || isPackedToo) await rm(path, { force: true });
  }
  for (const { path, isPacked } of await rotatedFiles(file)) if (!isPacked) await pack(path);
  await takeAway(file, keep, now);
};

/** The packed file is whole and on the disk before it gets its name, and has its name before the plain one goes. */
const pack = async (path: string): Promise<void> => {
  const draft = path + draftEnd;
  const { mtime } = await stat(path);
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const target = await open(draft, flags, 0o600);
    try {
      await pipeline(
        createReadStream(path),
        createGzip(),
        createWriteStream(draft, { fd: target.fd, autoClose: false }),
      );
      await target.utimes(mtime, mtime); // how old it is is told by what is in it
      await target.sync();
    } finally {
      await target.close();
    }
    await rename(draft, path + packedEnd);
    syncFolder(dirname(path));
    await rm(path);
  } catch {
    await rm(draft, { force: true }).catch(() => undefined); // no space: the plain file stays, and is tried again later
  }
};

const takeAway = async (file: string, keep: Keep, now: number): Promise<void> => {
  let files = 0;
  let bytes = 0;
  for (const { path } of (await rotatedFiles(file)).toReversed()) {
    const found = await stat(path).catch(() => null);
    if (found === null) continue;
    files++;
    bytes += found.size;
    const isOld = now - found.mtimeMs > keep.days * dayMs;
    if (files > keep.files || bytes > keep.bytes || isOld) await rm(path, { force: true });
  }
};
