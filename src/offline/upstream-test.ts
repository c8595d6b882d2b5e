import type { Paths } from "../config/paths.ts";
import { readSettings } from "../config/read.ts";
import type { UpstreamTest } from "../control/contract.ts";
import { dialects } from "../dialects/index.ts";
import { noOrders } from "../orders.ts";
import { providers } from "../providers/index.ts";
import { createEgress } from "../upstream/egress.ts";
import { examine } from "../upstream/examine.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const limitMs = 5000;

/**
 * How the upstreams that a daemon started now would have can be reached, and whether our keys for them are right.
 * Throws `config_invalid`.
 */
export const testUpstreamsWithoutDaemon = async (
  paths: Paths,
  env: Environment,
  name: string | null,
): Promise<readonly UpstreamTest[]> => {
  const secrets = Object.fromEntries(
    Object.entries(env).flatMap(([variable, value]) => (value === undefined ? [] : [[variable, value]])),
  );
  const { config, upstreams } = readSettings({ paths, env, providers, orders: { ...noOrders, secrets } });
  const egress = createEgress(config.values["egress.proxy"], config.values["egress.no_proxy"]);
  const services = { providers, dialects, egress, limitMs, tick: () => performance.now() };
  const chosen = upstreams.filter((upstream) => name === null || upstream.name === name);
  return Promise.all(
    chosen.map(async (upstream): Promise<UpstreamTest> => {
      // The simulator lives in the daemon: it is always at hand.
      if (upstream.endpoints.some(({ origin }) => origin === "simulator:"))
        return { name: upstream.name, reachable: true, latencyMs: 0, reason: null, stages: [] };
      return { name: upstream.name, ...(await examine(upstream, services)) };
    }),
  );
};
