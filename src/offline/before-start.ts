import type { Paths } from "../config/paths.ts";
import { readConfig, readSettings } from "../config/read.ts";
import { standInsFor } from "../config/stand-ins.ts";
import { asProxyError, ProxyError } from "../core/errors.ts";
import { explanationOf } from "../core/problem.ts";
import { isLoopback } from "../lib/loopback.ts";
import { nearest } from "../lib/nearest.ts";
import { noOrders, type Orders } from "../lifecycle/orders.ts";
import { providers } from "../providers/index.ts";
import { localHost } from "../server/exposure.ts";
import { auto, unknownUpstream } from "../state/upstreams.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What would keep a daemon from starting with these orders, thrown as it would say it. */
export const checkOrders = async (paths: Paths, env: Environment, orders: Omit<Orders, "secrets">): Promise<void> => {
  const { isExposed } = await import("../server/exposure.ts");
  const settings = readSettings({ paths, env, providers, orders: { ...orders, secrets: given(env) } });
  isExposed(settings.config, { file: paths.tokens, token: orders.token, now: Date.now });
  const { upstream } = orders.flags;
  const names = settings.upstreams.map(({ name }) => name);
  if (upstream !== undefined && upstream !== auto && !names.includes(upstream))
    throw unknownUpstream(upstream, names, "start --upstream");
};

/** Throws what would keep a daemon from starting on the files as they are now; keys need not be at hand. */
export const checkFiles = (paths: Paths, env: Environment): void => {
  const { config, upstreams } = readSettings({
    paths,
    env,
    providers,
    orders: { ...noOrders, secrets: standInsFor(paths, env) },
  });
  const { upstream } = config.values;
  const names = upstreams.map(({ name }) => name);
  if (upstream !== auto && !names.includes(upstream)) throw unknownUpstream(upstream, names, "config set upstream");
};

/** Throws `usage` where `start --base-url --type` cannot be an upstream. */
export const checkCustomUpstream = (upstream: NonNullable<Orders["upstream"]>): void => {
  const orders = { ...noOrders, upstream };
  try {
    readSettings({ paths: { config: "", servers: "", models: "" }, orders, env: {}, providers });
  } catch (thrown) {
    const { problems, message } = asProxyError(thrown);
    const [problem] = problems;
    const what = problem === undefined ? message : `${problem.name}: ${explanationOf(problem)}`;
    const known = providers.filter(({ takesAnyKey }) => !takesAnyKey).map(({ name }) => name);
    const type = known.includes(upstream.type) ? upstream.type : (nearest(upstream.type, known) ?? "openai");
    throw new ProxyError("usage", `${what}.`, { hint: `Try: proxy-cli start --base-url URL --type ${type}` });
  }
};

/** The port that a daemon started now would listen on. */
export const effectivePort = (paths: Paths, env: Environment, orders: Pick<Orders, "flags" | "envFile">): number =>
  readConfig(paths.config, env, orders.flags, orders.envFile).values["server.port"];

/** Where a daemon started now would listen, as a person on this machine reaches it, and whether other machines would. */
export const effectivePlace = (
  paths: Paths,
  env: Environment,
  orders: Pick<Orders, "flags" | "envFile">,
): { readonly host: string; readonly reachedAt: string; readonly isExposed: boolean } => {
  const { values } = readConfig(paths.config, env, orders.flags, orders.envFile);
  const host = values["server.host"];
  return { host, reachedAt: localHost(host), isExposed: values["server.expose"] || !isLoopback(host) };
};

const given = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
