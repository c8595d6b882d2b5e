import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ProxyError } from "../core/errors.ts";
import type { ModelEntry } from "../core/price.ts";
import type { Problem } from "../core/problem.ts";
import { type Provider, priceLists, type Upstream } from "../core/provider.ts";
import { isLoopbackOrigin } from "../lib/loopback.ts";
import type { Orders } from "../lifecycle/orders.ts";
import { customFrom } from "./layers/custom.ts";
import { type Draft, type Found, type Layer, nothing } from "./layers/layer.ts";
import { type Config, foundIn, type Input, layersOf, settingsOf } from "./layers/load.ts";
import type { Variables } from "./layers/variables.ts";
import { readModelsFile } from "./models/load.ts";
import type { Paths } from "./paths.ts";
import { checkTargets } from "./route-targets.ts";
import type { SettingName } from "./schema.ts";
import { secretNames } from "./secrets.ts";
import { merged, readdressed, readServersFile, upstreamsFrom } from "./servers/load.ts";
import { refuseOpenKeys } from "./servers/open-keys.ts";
import { customName } from "./servers/upstream.ts";
import { type Complain, inOrder, problem, refuseErrors, wholly } from "./text/problems.ts";
import { readSource } from "./text/source-file.ts";

export { customName } from "./servers/upstream.ts";

type Environment = Readonly<Record<string, string | undefined>>;

type Sources = {
  readonly paths: Pick<Paths, "config" | "servers" | "models">;
  readonly orders: Orders;
  readonly env: Environment;
  readonly providers: readonly Provider[];
};

/** The settings and upstreams in force, read from everywhere they may stand. */
export type Settings = {
  readonly config: Config;
  readonly upstreams: readonly Upstream[];
  /** What the person's models.yaml says. */
  readonly models: readonly ModelEntry[];
};

/** The servers.yaml that ships. */
export const builtInServers = fileURLToPath(new URL("../../config/servers.yaml", import.meta.url));

/** Reads config.yaml, servers.yaml, models.yaml, the environment and the orders. Throws `config_invalid` with all that is wrong. */
export const readSettings = ({ paths, orders, env, providers }: Sources): Settings => {
  const problems: Problem[] = [];
  const complain: Complain = (problem) => void problems.push(problem);
  const layers = layersOf(inputOf(paths, orders, env, complain), complain);
  const config = settingsOf(layers, complain);
  const own = readOwnServers(paths.servers, complain);
  const builtIn = orders.demo ? new Map<string, Draft>() : readBuiltIn(complain);
  const files = merged([builtIn, named(layers.file), own]);
  const custom = customFrom([commandLine(orders.upstream), layers.env, layers.envFile, layers.file], complain);
  const drafts = merged([readdressed(files, merged([named(layers.envFile), named(layers.env)]), complain), custom]);
  const secrets = { ...withoutReferences(layers.variables), ...orders.secrets };
  const upstreams = upstreamsFrom(
    drafts,
    own,
    { providers, shipped: [...builtIn.keys()], secrets, readFile },
    complain,
  );
  const foundOf = (name: SettingName): Found | null => foundIn(layers, name);
  if (!orders.demo) checkTargets({ values: config.values, foundOf, names: [...drafts.keys()], upstreams }, complain);
  const models = readOwnModels(paths.models, priceLists(providers), complain);
  refuseErrors(problems);
  refuseOpenKeys(drafts, layers.variables);
  const reachable = orders.demo ? upstreams.filter(isHere) : upstreams;
  return { config: { ...config, warnings: inOrder(problems) }, upstreams: reachable, models };
};

/** Whether nothing that is sent there leaves this machine. */
const isHere = ({ endpoints }: Upstream): boolean =>
  endpoints.every(({ origin }) => origin === simulatorOrigin || isLoopbackOrigin(origin));

/** How src/simulator-host.ts calls the simulator inside the daemon. */
const simulatorOrigin = "simulator:";

const inputOf = (
  paths: Pick<Paths, "config">,
  orders: Pick<Orders, "configFile" | "envFile" | "flags" | "secrets">,
  env: Environment,
  complain: Complain,
): Input => {
  const file = orders.configFile ?? paths.config;
  const variables = orders.envFile === null ? null : readSource(orders.envFile, complain);
  return {
    text: readSource(file, complain),
    file,
    // Keys come by another way than the environment, where everybody could read them.
    env: { ...env, ...orders.secrets },
    envFile: orders.envFile === null || variables === null ? null : { file: orders.envFile, text: variables },
    flags: orders.flags as Partial<Record<SettingName, string>>, // only settings become flags
  };
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

/** What keys may refer to; a variable that refers to another one says nothing by itself. */
const withoutReferences = (variables: Variables): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...variables].flatMap(([name, { value }]) => (secretNames(value).length > 0 ? [] : [[name, value]])),
  );

/** The settings of this config.yaml under the environment and the flags. Throws `config_invalid`. */
export const readConfig = (
  file: string,
  env: Environment,
  flags: Orders["flags"],
  envFile: string | null = null,
): Config => {
  const problems: Problem[] = [];
  const complain: Complain = (problem) => void problems.push(problem);
  const orders = { configFile: null, envFile, flags, secrets: {} };
  const config = settingsOf(layersOf(inputOf({ config: file }, orders, env, complain), complain), complain);
  refuseErrors(problems);
  return { ...config, warnings: inOrder(problems) };
};

/** Throws `config_invalid` with all that is wrong in the text of a servers.yaml; keys need not be at hand. */
export const checkServers = (text: string, file: string, providers: readonly Provider[]): void => {
  const problems: Problem[] = [];
  const complain: Complain = (problem) => void problems.push(problem);
  const own = readServersFile(text, file, complain);
  const secrets = Object.fromEntries(secretNames(text).map((name) => [name, "unused"]));
  const builtIn = readBuiltIn(complain);
  const means = { providers, shipped: [...builtIn.keys()], secrets, readFile };
  upstreamsFrom(merged([builtIn, own]), own, means, complain);
  refuseErrors(problems);
};

/** An address that somebody's own variables name. */
type OwnAddress = {
  readonly name: string;
  readonly endpoint: string;
  readonly type: string;
  readonly prefix: string;
};

/** It comes over the control socket, where any text may be missing. Throws `usage`. */
const refuseGaps = (address: Readonly<Record<string, unknown>>): void => {
  if (["name", "endpoint", "type", "prefix"].every((field) => typeof address[field] === "string")) return;
  throw new ProxyError("usage", "An address is lent with its name, endpoint, type and prefix.");
};

/**
 * An upstream at an address that somebody's own variables name. Whatever key a program sends there, it would have sent
 * there without us. Throws `config_invalid`.
 */
export const upstreamAt = (address: OwnAddress, providers: readonly Provider[]): Upstream => {
  refuseGaps(address);
  const { name, endpoint, type, prefix } = address;
  const problems: Problem[] = [];
  const where = wholly("command line");
  if (!/^(\/[\w.-]+)*$/.test(prefix))
    problems.push(problem(where, `upstreams.${name}`, "what programs put before their paths is a path, such as /v1"));
  const said = { endpoint, type, prices_of: type, private: true, forward_client_key: true };
  const fields = new Map(
    Object.entries(said).map(([field, value]) => [field, { name: field, value, source: "command line", where }]),
  );
  const means = { providers, shipped: [], secrets: {}, readFile };
  const drafts = new Map([[name, { where, fields }]]);
  const [upstream] = upstreamsFrom(drafts, drafts, means, (problem) => void problems.push(problem));
  refuseErrors(problems);
  if (upstream === undefined) throw new ProxyError("config_invalid", `${name} is no upstream.`);
  const { pathname } = new URL(endpoint);
  const path = pathname.replace(/\/+$/, "");
  const endpoints = upstream.endpoints.map((address) => ({ ...address, path, dropPrefix: prefix }));
  return { ...upstream, endpoints, isLent: true };
};

/** The text of a file; null where there is none. Throws `config_invalid`, `home_unsafe` where it may not be read. */
export const readText = (file: string): string | null => {
  const problems: Problem[] = [];
  const text = readSource(file, (problem) => void problems.push(problem));
  refuseErrors(problems);
  return text;
};

const readFile = (path: string): string => readFileSync(path, "utf8");

const readBuiltIn = (complain: Complain): ReadonlyMap<string, Draft> =>
  readServersFile(readFile(builtInServers), builtInServers, complain);

const readOwnModels = (file: string, lists: readonly string[], complain: Complain): readonly ModelEntry[] => {
  const text = readSource(file, complain);
  return text === null ? [] : readModelsFile(text, file, lists, complain);
};

const readOwnServers = (file: string, complain: Complain): ReadonlyMap<string, Draft> => {
  const text = readSource(file, complain);
  return text === null ? new Map() : readServersFile(text, file, complain);
};
