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
  const file = orders.configFile ?? paths.config;
  const config = loadConfig({
    text: readIfThere(file),
    file,
    env,
    flags: orders.flags as Partial<Record<SettingName, string>>, // only settings become flags
  });
  const upstreams = loadServers({
    builtIn: readFileSync(builtInServers, "utf8"),
    own: readIfThere(paths.servers),
    providers,
    secrets: orders.secrets,
  });
  return {
    config,
    upstreams: orders.upstream === null ? upstreams : [...upstreams, custom(orders.upstream, providers)],
  };
};

const readIfThere = (file: string): string | null => (existsSync(file) ? readFileSync(file, "utf8") : null);

const custom = ({ endpoint, type, key }: NonNullable<Orders["upstream"]>, providers: readonly Provider[]): Upstream => {
  const fields = { endpoint, type, private: true, ...(key === null ? {} : { api_key: "${KEY}" }) };
  const upstream = upstreamFrom(customName, fields, providers, { KEY: key ?? undefined });
  return key === null ? upstream : { ...upstream, keyHint: "from the command line" };
};
