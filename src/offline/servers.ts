import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { refuseWideKeys } from "../config/home.ts";
import type { Paths } from "../config/paths.ts";
import { builtInServers, checkServers, readConfig, readText } from "../config/read.ts";
import { type ServerChanges, serversIn, withoutServer, withServer } from "../config/servers/edit.ts";
import type { Reloaded } from "../control/contract.ts";
import { isObject } from "../lib/json.ts";
import { writePrivate } from "../lib/private-file.ts";
import { providers } from "../providers/index.ts";
import { type Changing, change } from "./change.ts";
import { changedMeanwhile, recordServers } from "./save.ts";

export { readText } from "../config/read.ts";
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

/**
 * Whether there is more than models.yaml to say what an upstream costs: it ships, says whose prices it passes on, or is
 * the vendor itself. Anybody else may speak a vendor's format and ask other prices.
 */
export const hasPrices = (entry: ServerEntry | undefined): boolean => {
  if (entry === undefined) return false;
  const { endpoint, endpoints, type, prices_of: list } = entry.own ?? {};
  if (entry.builtIn !== null || typeof list === "string") return true;
  const hosts = providers.find(({ name }) => name === type)?.hosts ?? null;
  const addresses = [endpoint, ...Object.values(isObject(endpoints) ? endpoints : {})];
  const isTheVendor = (url: unknown): boolean =>
    typeof url !== "string" || hosts === null || (URL.canParse(url) && hosts.test(new URL(url).hostname));
  return addresses.every(isTheVendor);
};

/**
 * Changes fields of one upstream in the person's servers.yaml; its comments stay. Throws `config_invalid` where the
 * result could not be used and `home_unsafe` where others can read the file; then nothing has changed.
 */
export const changeServer = (changing: Changing, name: string, changes: ServerChanges): Promise<Reloaded | null> =>
  rewrite(changing, (text) => withServer(text, name, changes));

/**
 * Puts a whole text in the place of servers.yaml. Throws `cannot_write` where it does not hold `seen` any more, because
 * somebody else has written it meanwhile.
 */
export const replaceServers = (changing: Changing, text: string, seen: string | null): Promise<Reloaded | null> =>
  rewrite(changing, (now) => {
    if (now !== seen) throw changedMeanwhile(changing.paths.servers);
    return text;
  });

/** Takes what the person has written of one upstream out of servers.yaml; `config undo` brings it back. */
export const forgetServer = (changing: Changing, name: string, by: Reason): Promise<Reloaded | null> =>
  rewrite(changing, (text) => (text === null ? "" : withoutServer(text, name)), by);

/** Which command it is, and when, in milliseconds since 1970. */
type Reason = { readonly what: string; readonly at: number };

const rewrite = async (
  changing: Changing,
  edit: (text: string | null) => string,
  by: Reason | null = null,
): Promise<Reloaded | null> => {
  const { servers, history } = changing.paths;
  const { reloaded } = await change(changing, [servers, history], () => {
    refuseWideKeys(servers);
    const edited = edit(readText(servers));
    checkServersText(servers, edited);
    if (by !== null) recordServers(changing.paths, { ...by, after: edited });
    writePrivate(servers, edited);
  });
  return reloaded;
};

/** Throws `config_invalid` with everything that is wrong in this text of a servers.yaml; keys need not be at hand. */
export const checkServersText = (file: string, text: string): void => checkServers(text, file, providers);

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
