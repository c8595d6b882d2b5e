import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Writes a file that only its owner can read: whole or not at all, and on the disk when this returns. A symbolic link
 * stays one, what it leads to is written.
 */
export const writePrivate = (path: string, text: string): void => {
  const target = targetOf(path);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    removeOldDrafts(target);
    const file = openSync(draft, "wx", 0o600);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
  syncFolder(dirname(target));
};

/** Drafts of processes that were killed while they wrote; keys may stand in them. */
const removeOldDrafts = (target: string): void => {
  for (const name of readdirSync(dirname(target))) {
    const pid = name.startsWith(`${basename(target)}.`) ? /\.(\d+)\.tmp$/.exec(name)?.[1] : undefined;
    if (pid !== undefined && !isOther(Number(pid))) rmSync(join(dirname(target), name), { force: true });
  }
};

/** Whether another process, which may be writing just now, has this number. */
const isOther = (pid: number): boolean => {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
};

/** Where symbolic links lead in the end, also when nothing is there yet. */
const targetOf = (path: string): string => {
  let target = path;
  for (let hops = 0; hops < 40; hops++) {
    if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return target;
    target = resolve(dirname(target), readlinkSync(target));
  }
  throw new Error(`${path} is a symbolic link that leads in a circle.`);
};

/** Makes a folder that only its owner can enter; an existing one is left as it is. */
export const makePrivateFolder = (path: string): void => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
};

/** Who else may enter or read; null when it is private and ours. Octal mode for the error text. */
export const wideMode = (path: string): string | null => {
  const { mode } = statSync(path);
  return (mode & 0o077) === 0 ? null : octal(mode);
};

/** Who besides us, and the administrator, could have written this; null when nobody. As a part of a sentence. */
export const strangerWho = ({ uid, mode }: { readonly uid: number; readonly mode: number }): string | null => {
  const self = process.getuid?.() ?? uid;
  if (uid !== self && uid !== 0) return "belongs to another user";
  return (mode & 0o022) === 0 ? null : `can be changed by other users (mode ${octal(mode)})`;
};

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, "0");

/** Makes sure that what was renamed in a folder is so after a power cut too. */
export const syncFolder = (path: string): void => {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};
