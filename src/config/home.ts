import { existsSync, lstatSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ProxyError } from "../core/errors.ts";
import { makePrivateFolder, wideMode, writePrivate } from "../lib/private-file.ts";
import { newToken } from "../lib/token.ts";
import type { Paths } from "./paths.ts";
import { configTemplate, forEditors } from "./template.ts";

const schema = fileURLToPath(new URL("../../config/proxy.schema.json", import.meta.url));

/** What a first start has made. */
export type Made = { readonly config: boolean };

/**
 * Makes the home ready: private folders, a commented config.yaml. Throws `home_unsafe` where others can look into it,
 * `home_unwritable` where it cannot be made or written.
 */
export const prepareHome = (paths: Paths, uid: number | null): Made =>
  orUnwritable(paths.home, () => {
    makePrivateFolder(paths.home);
    refuseForeign(paths.home, uid);
    makePrivateFolder(paths.logs);
    for (const file of [paths.lock, paths.ledger, paths.token, paths.lastStop]) refuseLink(file);
    refuseWideKeys(paths.servers);
    const isNew = !existsSync(paths.config);
    if (isNew) writePrivate(paths.config, forEditors(configTemplate(), schema));
    return { config: isNew };
  });

/** What we write by ourselves is never written through a link: it could lead to any file of the user's. */
const refuseLink = (file: string): void => {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw unsafe(`${file} is a link.`, `Look where it leads, then: rm ${file}`);
};

/** What the system says of a home, for people; errors of ours stay what they are. */
export const orUnwritable = <T>(home: string, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (cause instanceof ProxyError || !/^(E[A-Z]+|SQLITE_.*)$/.test(code)) throw cause;
    throw new ProxyError("home_unwritable", `Cannot write to ${home} (${code}).`, {
      hint: "Set PROXY_CLI_HOME to a folder that you can write to, or keep nothing: proxy-cli start --ephemeral",
      cause,
    });
  }
};

/** The local token that programs show before a key of ours is used for them; made at the first start. */
export const localToken = (file: string): string => {
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const token = newToken();
  writePrivate(file, `${token}\n`);
  return token;
};

/** The longest path that a socket can have on any of our systems, in bytes. */
const maxSocketPath = 103;

/** Where this process makes a socket before it moves it to its place: beside it, under a name that is no longer. */
export const socketBeside = (path: string, pid: number): string => join(dirname(path), `s.${pid.toString(36)}`);

/** Refuses a place for a socket that is too long, or has anything but a socket of ours. */
export const refuseSocketPlace = (path: string, uid: number | null): void => {
  if (Buffer.byteLength(path) > maxSocketPath)
    throw unsafe(
      `${path} is too long for a socket (${maxSocketPath} bytes at most).`,
      "Set PROXY_CLI_HOME to a shorter path, or XDG_RUNTIME_DIR to a folder of your own.",
    );
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw unsafe(`${path} is in the way: it is not a socket.`, `Look at it, then: rm ${path}`);
  if (uid !== null && found.uid !== uid)
    throw unsafe(`${path} belongs to another user.`, `Look whose it is, then: rm ${path}`);
};

/** Removes a socket that a killed daemon has left. The lock must be held; anything but a socket of ours is refused. */
export const removeStaleSocket = (path: string, uid: number | null): void => {
  refuseSocketPlace(path, uid);
  rmSync(path, { force: true });
};

/** Refuses to take a file that has been there and is gone for an empty one: all that it said would be undone. */
export const refuseGone = ([file]: readonly string[]): void => {
  if (file === undefined) return;
  throw new ProxyError("config_invalid", `${file} is gone. What was read from it stays in force.`, {
    hint: "Put it back, or do without it: proxy-cli restart",
  });
};

const refuseForeign = (home: string, uid: number | null): void => {
  const { uid: owner } = statSync(home);
  if (uid !== null && owner !== uid)
    throw unsafe(`${home} belongs to another user.`, "Set PROXY_CLI_HOME to a folder of your own.");
  const mode = wideMode(home);
  if (mode !== null) throw unsafe(`${home} is open to other users (mode ${mode}).`, `Try: chmod 700 ${home}`);
};

/** Refuses keys that others can read. */
export const refuseWideKeys = (file: string): void => {
  const mode = existsSync(file) ? wideMode(file) : null;
  if (mode !== null)
    throw unsafe(`${file} may hold keys and is open to other users (mode ${mode}).`, `Try: chmod 600 ${file}`);
};

const unsafe = (what: string, hint: string): ProxyError => new ProxyError("home_unsafe", what, { hint });
