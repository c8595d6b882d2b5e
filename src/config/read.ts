import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Problem } from "../core/problem.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import type { Orders } from "../orders.ts";
import { customFrom } from "./custom.ts";
import { type Draft, type Found, type Layer, nothing } from "./layer.ts";
import { type Config, layersOf, loadConfig, settingsOf } from "./load.ts";
import type { Paths } from "./paths.ts";
import { type Complain, refuseErrors, wholly } from "./problems.ts";
import type { SettingName } from "./schema.ts";
import { loadServers, merged, readServersFile, upstreamsFrom } from "./servers.ts";
import { customName } from "./upstream.ts";

export { customName } from "./upstream.ts";

type Environment = Readonly<Record<string, string | undefined>>;

type Sources = {
  readonly paths: Pick<Paths, "config" | "servers">;
  readonly orders: Orders;
  readonly env: Environment;
  readonly providers: readonly Provider[];
};

/** The settings and upstreams in force, read from everywhere they may stand. */
export type Settings = { readonly config: Config; readonly upstreams: readonly Upstream[] };

const builtInServers = fileURLToPath(new URL("../../config/servers.yaml", import.meta.url));

/** Reads config.yaml, servers.yaml, the environment and the orders. Throws `config_invalid` with all that is wrong. */
export const readSettings = ({ paths, orders, env, providers }: Sources): Settings => {
  const problems: Problem[] = [];
  const complain: Complain = (problem) => void problems.push(problem);
  const file = orders.configFile ?? paths.config;
  const flags = orders.flags as Partial<Record<SettingName, string>>; // only settings become flags
  const layers = layersOf({ text: readIfThere(file), file, env, flags }, complain);
  const config = settingsOf(layers, complain);
  const own = readOwnServers(paths.servers, complain);
  const drafts = merged([
    readBuiltIn(complain),
    ...layers.map(named).toReversed(),
    own,
    customFrom([commandLine(orders.upstream), ...layers], complain),
  ]);
  const upstreams = upstreamsFrom(drafts, own, { providers, secrets: orders.secrets, readFile }, complain);
  refuseErrors(problems);
  return { config: { ...config, warnings: problems }, upstreams };
};

/** What a place says of upstreams that have a name of their own. */
const named = ({ upstreams }: Layer): ReadonlyMap<string, Draft> =>
  new Map([...upstreams].filter(([name]) => name !== customName));

const commandLine = (upstream: Orders["upstream"]): Layer => {
  if (upstream === null) return nothing;
  const where = wholly("command line");
  const found = (name: string, value: string): Found => ({ name, value, source: "command line", where });
  const fields = new Map([
    ["endpoint", found("--base-url", upstream.endpoint)],
    ["type", found("--type", upstream.type)],
  ]);
  if (upstream.key !== null) fields.set("api_key", found("--api-key", upstream.key));
  return { ...nothing, upstreams: new Map([[customName, { where, fields }]]) };
};

/** The settings of this config.yaml under the environment and the flags. Throws `config_invalid`. */
export const readConfig = (file: string, env: Environment, flags: Orders["flags"]): Config =>
  loadConfig({
    text: readIfThere(file),
    file,
    env,
    flags: flags as Partial<Record<SettingName, string>>, // only settings become flags
  });

/** The built-in upstreams and those of this servers.yaml. Throws `config_invalid`. */
export const readServers = (file: string, providers: readonly Provider[], secrets: Environment): readonly Upstream[] =>
  loadServers({ builtIn: readFile(builtInServers), own: readIfThere(file), file, providers, secrets, readFile });

/** The text of a file; null where there is none. */
export const readIfThere = (file: string): string | null => (existsSync(file) ? readFileSync(file, "utf8") : null);

const readFile = (path: string): string => readFileSync(path, "utf8");

const readBuiltIn = (complain: Complain): ReadonlyMap<string, Draft> =>
  readServersFile(readFile(builtInServers), builtInServers, complain);

const readOwnServers = (file: string, complain: Complain): ReadonlyMap<string, Draft> => {
  const text = readIfThere(file);
  return text === null ? new Map() : readServersFile(text, file, complain);
};
