import { basename } from "node:path";
import type { Paths } from "../config/paths.ts";
import { readSettings, type Settings } from "../config/read.ts";
import { standInsFor } from "../config/stand-ins.ts";
import type { Provider } from "../core/provider.ts";
import type { Orders } from "../lifecycle/orders.ts";

/** Where settings are read from. */
export type Sources = {
  readonly paths: Pick<Paths, "config" | "servers" | "models">;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly orders: Orders;
  readonly providers: readonly Provider[];
};

/** Settings that are not in force, and the file that they are tried for. */
export type Tried = { readonly settings: Settings; readonly file: string };

/** Whether a file is one of upstreams, by its name: all others are read as a config.yaml. */
export const isServersFile = (file: string): boolean => /^servers.*\.ya?ml$/.test(basename(file));

/**
 * What the files say as they are now, with `file` in the place of the one that its name says. Keys need not be at hand:
 * nothing is sent. Throws `config_invalid`.
 */
export const triedSettings = ({ paths, env, orders, providers }: Sources, file: string | null): Tried => {
  const isServers = file !== null && isServersFile(file);
  const config = (isServers ? null : file) ?? orders.configFile ?? paths.config;
  const tried = { ...paths, config, servers: isServers ? file : paths.servers };
  const secrets = { ...standInsFor(tried, { ...env, ...orders.secrets }), ...orders.secrets };
  const settings = readSettings({ paths: tried, env, providers, orders: { ...orders, secrets, configFile: null } });
  return { settings, file: file ?? config };
};
