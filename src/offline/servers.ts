import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { refuseWideKeys } from "../config/home.ts";
import type { Paths } from "../config/paths.ts";
import { builtInServers, readConfig, readText } from "../config/read.ts";
import { secretNames } from "../config/secrets.ts";
import { type ServerChanges, serversIn, withoutServer, withServer } from "../config/servers/edit.ts";
import { loadServers } from "../config/servers/load.ts";
import { makePrivateFolder, writePrivate } from "../lib/private-file.ts";
import { providers } from "../providers/index.ts";

export { serversIn } from "../config/servers/edit.ts";
export { keyOwner } from "../core/detect.ts";
export { providers } from "../providers/index.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What is written down of one upstream: what ships, and what the person has added or replaced. */
export type ServerEntry = { readonly builtIn: Fields | null; readonly own: Fields | null };

/** Every upstream that is written down, by its name. */
export const serverEntries = ({ servers }: Pick<Paths, "servers">): ReadonlyMap<string, ServerEntry> => {
  const [builtIn, own] = [serversIn(readFileSync(builtInServers, "utf8")), serversIn(readText(servers))];
  const names = new Set([...Object.keys(builtIn), ...Object.keys(own)]);
  return new Map([...names].map((name) => [name, { builtIn: builtIn[name] ?? null, own: own[name] ?? null }]));
};

/** A change of servers.yaml that can be taken back. */
export type Changed = { readonly undo: () => void };

/**
 * Changes fields of one upstream in the person's servers.yaml: whole or not at all, its comments stay. Throws
 * `config_invalid` where the result could not be used and `home_unsafe` where others can read the file; then nothing
 * has changed.
 */
export const changeServer = (paths: Pick<Paths, "home" | "servers">, name: string, changes: ServerChanges): Changed =>
  rewrite(paths, (text) => withServer(text, name, changes));

/** Puts a whole text in the place of servers.yaml. */
export const replaceServers = (paths: Pick<Paths, "home" | "servers">, text: string): Changed =>
  rewrite(paths, () => text);

/** Takes what the person has written of one upstream out of servers.yaml. */
export const forgetServer = (paths: Pick<Paths, "home" | "servers">, name: string): Changed =>
  rewrite(paths, (text) => (text === null ? "" : withoutServer(text, name)));

const rewrite = (
  { home, servers }: Pick<Paths, "home" | "servers">,
  edit: (text: string | null) => string,
): Changed => {
  refuseWideKeys(servers);
  const before = readText(servers);
  const edited = edit(before);
  check(edited, servers);
  makePrivateFolder(home);
  writePrivate(servers, edited);
  return { undo: () => writePrivate(servers, before ?? "") };
};

/** Whether it can be used; what variables hold is not looked at here. */
const check = (text: string, file: string): void => {
  const secrets = Object.fromEntries(secretNames(text).map((name) => [name, "stands-in-for-it"]));
  const builtIn = readFileSync(builtInServers, "utf8");
  loadServers({ builtIn, own: text, file, providers, secrets, readFile: (path) => readFileSync(path, "utf8") });
};

/** The upstream that config.yaml and the environment say requests go to, whatever has been switched since. */
export const configuredUpstream = (
  { config }: Pick<Paths, "config">,
  env: Readonly<Record<string, string | undefined>>,
): string => readConfig(config, env, {}).values.upstream;

/** The folder of the version control that this folder is in; null when it is in none. Keys have no place there. */
export const repositoryAbove = (folder: string): string | null => {
  if (existsSync(join(folder, ".git"))) return folder;
  const above = dirname(folder);
  return above === folder ? null : repositoryAbove(above);
};
