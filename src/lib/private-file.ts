import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a file that only its owner can read: whole or not at all, and on the disk when this returns. */
export const writePrivate = (path: string, text: string): void => {
  const draft = `${path}.${process.pid}.tmp`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
};

/** Makes a folder that only its owner can enter; an existing one is left as it is. */
export const makePrivateFolder = (path: string): void => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
};

/** Who else may enter or read; null when it is private and ours. Octal mode for the error text. */
export const wideMode = (path: string): string | null => {
  const { mode } = statSync(path);
  return (mode & 0o077) === 0 ? null : (mode & 0o777).toString(8).padStart(4, "0");
};

const syncFolder = (path: string): void => {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};
