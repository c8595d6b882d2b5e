import { lstatSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { ProxyError } from "../core/errors.ts";
import { strangerWho } from "../lib/private-file.ts";

/** What tells one state of a file from another. */
export type Version = string;

/** The version of a file that may be run as our own. Throws `config_invalid` where others could have written it. */
export const versionOf = (path: string): Version => {
  const file = statsOf(path);
  if (!file.isFile()) throw refused(path, file.isSymbolicLink() ? "is a link; name the file itself" : "is no file");
  const who = strangerWho(file) ?? folderTrouble(dirname(path));
  if (who !== null) throw refused(path, who);
  return `${file.ino} ${file.mtimeMs} ${file.size}`;
};

/** Who can write the folder can put another file there. */
const folderTrouble = (folder: string): string | null => {
  const who = strangerWho(statsOf(folder));
  return who === null ? null : `is in a folder that ${who}`;
};

const statsOf = (path: string): Stats => {
  try {
    return lstatSync(path);
  } catch (cause) {
    throw refused(path, "cannot be found", cause);
  }
};

const refused = (path: string, why: string, cause?: unknown): ProxyError =>
  new ProxyError("config_invalid", `middlewares: ${path} ${why}.`, {
    hint: "Only a file of your own, that nobody else can write, is run. See: docs/middleware.md",
    cause,
  });
