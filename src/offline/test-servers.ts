import type { Paths } from "../config/paths.ts";
import { readSettings, readText } from "../config/read.ts";
import { secretNames } from "../config/secrets.ts";
import type { UpstreamTest } from "../control/contract.ts";
import type { Upstream } from "../core/provider.ts";
import { dialects } from "../dialects/index.ts";
import { noOrders } from "../orders.ts";
import { providers } from "../providers/index.ts";
import { unknownUpstream } from "../state/upstreams.ts";
import { createEgress } from "../upstream/egress.ts";
import { examine } from "../upstream/examine.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Tests one upstream, or all, as a daemon would. Throws `upstream_unknown` and `config_invalid`. */
export const testServers = async (
  paths: Paths,
  env: Environment,
  name: string | null,
): Promise<readonly UpstreamTest[]> => {
  const { upstreams, config } = readSettings({
    paths,
    env,
    providers,
    orders: { ...noOrders, secrets: secretsOf(paths, env) },
  });
  const chosen = name === null ? upstreams : upstreams.filter((one) => one.name === name);
  if (name !== null && chosen.length === 0)
    throw unknownUpstream(
      name,
      upstreams.map((one) => one.name),
    );
  const egress = createEgress(config.values["egress.proxy"], config.values["egress.no_proxy"]);
  const services = { providers, dialects, egress, tick: () => performance.now(), limitMs: 5000 };
  return Promise.all(
    chosen.map(async (upstream) => ({
      name: upstream.name,
      ...(isInside(upstream) ? withinTheDaemon : await examine(withKnownKey(upstream, env), services)),
    })),
  );
};

/** The simulator is a part of the daemon and needs no network. */
const isInside = ({ origin }: Upstream): boolean => origin === "simulator:";
const withinTheDaemon = { reachable: true, latencyMs: 0, reason: null, stages: [] };

/** A key whose variable is not set here is known to the daemon alone. */
const withKnownKey = (upstream: Upstream, env: Environment): Upstream => {
  const variable = /^env (\w+)$/.exec(upstream.keyHint ?? "")?.[1];
  return variable !== undefined && (env[variable] ?? "") === "" ? { ...upstream, key: null } : upstream;
};

const secretsOf = ({ servers, config }: Paths, env: Environment): Record<string, string> => {
  const names = [servers, config].flatMap((file) => secretNames(readText(file) ?? ""));
  return Object.fromEntries(
    names.map((name) => [name, (env[name] ?? "") === "" ? "not-known-here" : (env[name] ?? "")]),
  );
};
