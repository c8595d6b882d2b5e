import type { Paths } from "../config/paths.ts";
import { readSettings } from "../config/read.ts";
import { standIn, standInsFor } from "../config/stand-ins.ts";
import type { UpstreamTest } from "../control/contract.ts";
import type { Upstream } from "../core/provider.ts";
import { dialects } from "../dialects/index.ts";
import { noOrders } from "../lifecycle/orders.ts";
import { providers } from "../providers/index.ts";
import { unknownUpstream } from "../state/upstreams.ts";
import { createEgress } from "../upstream/egress.ts";
import { examine } from "../upstream/examine.ts";
import { createNames, systemLookup } from "../upstream/names.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const limitMs = 5000;

/**
 * How one upstream, or each, of those that a daemon started now would have can be reached, and whether our keys for them
 * are right. Throws `upstream_unknown` and `config_invalid`.
 */
export const testUpstreamsWithoutDaemon = async (
  paths: Paths,
  env: Environment,
  name: string | null,
): Promise<readonly UpstreamTest[]> => {
  const orders = { ...noOrders, secrets: standInsFor(paths, env) };
  const { config, upstreams } = readSettings({ paths, env, providers, orders });
  const chosen = upstreams.filter((upstream) => name === null || upstream.name === name);
  if (name !== null && chosen.length === 0)
    throw unknownUpstream(
      name,
      upstreams.map((one) => one.name),
    );
  const egress = createEgress(config.values["egress.proxy"], config.values["egress.no_proxy"]);
  const tick = (): number => performance.now();
  const services = { providers, dialects, egress, names: createNames(systemLookup, tick), limitMs, tick };
  return Promise.all(
    chosen.map(async (upstream) => ({
      name: upstream.name,
      ...(isInside(upstream) ? withinTheDaemon : await examine(withKnownKey(upstream), services)),
    })),
  );
};

/** The simulator is a part of the daemon and needs no network. */
const isInside = ({ origin }: Upstream): boolean => origin === "simulator:";
const withinTheDaemon = { reachable: true, latencyMs: 0, reason: null, stages: [] };

/** A key whose variable is not set here is known to the daemon alone: it is not tried. */
const withKnownKey = (upstream: Upstream): Upstream =>
  upstream.key === standIn ? { ...upstream, key: null, keys: [] } : upstream;
