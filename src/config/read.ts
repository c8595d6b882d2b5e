import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Provider, Upstream } from "../core/provider.ts";
import type { Orders } from "../orders.ts";
import { type Config, loadConfig } from "./load.ts";
import type { Paths } from "./paths.ts";
import type { SettingName } from "./schema.ts";
import { loadServers, upstreamFrom } from "./servers.ts";

type Sources = {
  readonly paths: Pick<Paths, "config" | "servers">;
  readonly orders: Orders;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly providers: readonly Provider[];
};

/** The settings and upstreams in force, read from everywhere they may stand. Throws `config_invalid`. */
export type Settings = { readonly config: Config; readonly upstreams: readonly Upstream[] };

/** The name of the upstream that `start --base-url` makes. */
export const customName = "custom";

const builtInServers = fileURLToPath(new URL("../../config/servers.yaml", import.meta.url));

/** Reads config.yaml, servers.yaml, the environment and the orders. */
export const readSettings = ({ paths, orders, env, providers }: Sources): Settings => {
  const config = readConfig(orders.configFile ?? paths.config, env, orders.flags);
  const upstreams = readServers(paths.servers, providers, orders.secrets);
  return {
    config,
    upstreams: orders.upstream === null ? upstreams : [...upstreams, custom(orders.upstream, providers)],
  };
};

/** The settings of this config.yaml under the environment and the flags. Throws `config_invalid`. */
export const readConfig = (file: string, env: Sources["env"], flags: Orders["flags"]): Config =>
  loadConfig({
    text: readIfThere(file),
    file,
    env,
    flags: flags as Partial<Record<SettingName, string>>, // only settings become flags
  });

/** The built-in upstreams and those of this servers.yaml. Throws `config_invalid`. */
export const readServers = (
  file: string,
  providers: readonly Provider[],
  secrets: Sources["env"],
): readonly Upstream[] =>
  loadServers({
    builtIn: readFileSync(builtInServers, "utf8"),
    own: readIfThere(file),
    providers,
    secrets,
    readFile: readText,
  });

const readText = (path: string): string => readFileSync(path, "utf8");

/** The text of a file; null where there is none. */
export const readIfThere = (file: string): string | null => (existsSync(file) ? readFileSync(file, "utf8") : null);

const custom = ({ endpoint, type, key }: NonNullable<Orders["upstream"]>, providers: readonly Provider[]): Upstream => {
  const fields = { endpoint, type, private: true, ...(key === null ? {} : { api_key: "${KEY}" }) };
  const upstream = upstreamFrom(customName, fields, {
    providers,
    secrets: { KEY: key ?? undefined },
    readFile: readText,
  });
  return key === null ? upstream : { ...upstream, keyHint: "from the command line" };
};
