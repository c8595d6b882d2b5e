import { lstatSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { ProxyError } from "../core/errors.ts";
import { strangerWho } from "../lib/private-file.ts";

/** What tells one state of a file from another. */
export type Version = string;

/** The version of a file that may be run as our own. Throws `config_invalid` where others could have written it. */
export const versionOf = (path: string): Version => {
  const trouble = troubleWith(path);
  if (trouble !== null) throw refused(path, trouble);
  const { ino, mtimeMs, size } = lstatSync(path);
  return `${ino} ${mtimeMs} ${size}`;
};

/** Why a file may not be run as our own: others could have written it, or put another one in its place; null = it may. */
export const troubleWith = (path: string): string | null => {
  const file = statsOf(path);
  if (file === null) return "cannot be found";
  if (!file.isFile()) return file.isSymbolicLink() ? "is a link; name the file itself" : "is no file";
  return strangerWho(file) ?? troubleAbove(path);
};

/** Who can write a folder on the way can put another file there; nobody but us in one where each keeps their own, such as /tmp. */
const troubleAbove = (path: string): string | null => {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const stats = statsOf(folder);
    if (stats === null) return "cannot be found";
    if (stats.isSymbolicLink()) return `lies behind a link (${folder}); name the file itself`;
    const isShared = (stats.mode & sticky) !== 0 && folder !== dirname(path);
    const who = strangerWho(isShared ? { uid: stats.uid, mode: 0 } : stats);
    if (who !== null) return `is in a folder that ${who}${folder === dirname(path) ? "" : `: ${folder}`}`;
    if (folder === dirname(folder)) return null;
  }
};

const sticky = 0o1000;

const statsOf = (path: string): Stats | null => {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
};

const refused = (path: string, why: string): ProxyError =>
  new ProxyError("config_invalid", `middlewares: ${path} ${why}.`, {
    hint: "Only a file of your own, that nobody else can write, is run. See: docs/middleware.md",
  });
