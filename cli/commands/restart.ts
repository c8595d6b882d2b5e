import type { Status } from "../../src/control/contract.ts";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import type { Orders } from "../../src/lifecycle/orders.ts";
import type { Command, Context } from "../command.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { customName, type Kept, keptFrom } from "../daemon/kept.ts";
import { type Launched, launch } from "../daemon/launch.ts";
import { ordersFrom, startOptions } from "../daemon/orders.ts";
import { isFree, portTaken } from "../daemon/port-taken.ts";
import { tellReady } from "../daemon/started.ts";
import { drainFrom, stopDaemon } from "../daemon/stopping.ts";
import { givenToken } from "../programs/given-token.ts";

export default {
  args: "",
  summary: "start it anew, with the options it was started with; no request is lost",
  options: [
    { flags: "--drain <duration>", summary: "how long running answers may take: 10s, 2m" },
    { flags: "--now", summary: "end them at once; each client is told" },
    ...startOptions,
  ],
  examples: ["proxy-cli restart", "proxy-cli restart --port 7418"],
  run: async (context, { flags }) => {
    const { root, paths, env } = context;
    const drainMs = drainFrom(flags, "restart");
    const asked = await ordersFrom(context, flags);
    const before = await stateOf(context, asked.upstream !== null);
    const kept = before === "not running" ? nothingKept : before.kept;
    const orders = {
      ...asked,
      flags: { ...kept.flags, ...asked.flags },
      configFile: asked.configFile ?? kept.configFile,
      envFile: asked.envFile ?? kept.envFile,
      demo: kept.demo,
    };
    const starting = { root, paths, env, orders, isAttached: false } as const;
    if (before === "not running") return tellReady(context, await launch(starting));
    const keepsPlace = await checkBeforeStopping(context, orders, before.status);
    const followed = keepsPlace ? await follow(starting, drainMs) : null;
    if (followed !== null) return tellReady(context, followed);
    await stopDaemon(context, before.status, drainMs);
    await tellReady(context, await launch(starting));
  },
} satisfies Command;

/**
 * A new daemon that takes over from the running one, which ends by itself when its answers have; null where that one cannot
 * hand over. Where the new one cannot start, the other goes on and this throws why.
 */
const follow = async (starting: Parameters<typeof launch>[0], drainMs: number | null): Promise<Launched | null> => {
  try {
    return await launch({ ...starting, orders: { ...starting.orders, takesOver: { drainMs } } });
  } catch (thrown) {
    const error = asProxyError(thrown);
    if (error.code === "cannot_hand_over") return null;
    const hint = `The running daemon goes on as it was. ${error.hint ?? "Try: proxy-cli logs"}`;
    throw new ProxyError(error.code, error.message, { hint, problems: error.problems, cause: thrown });
  }
};

/**
 * What is wrong in a file, an option or a variable is told while the old daemon still runs; so is a taken port. Whether the
 * new one will listen where the old one does.
 */
const checkBeforeStopping = async (
  { paths, env }: Context,
  orders: Awaited<ReturnType<typeof ordersFrom>>,
  current: Status | null,
): Promise<boolean> => {
  const { checkOrders, effectivePlace, effectivePort } = await import("../../src/offline/before-start.ts");
  await checkOrders(paths, env, { ...orders, token: givenToken(env) });
  const read = orders.configFile === null ? paths : { ...paths, config: orders.configFile };
  const port = effectivePort(read, env, orders);
  if (port === 0 || current === null) return false;
  const { host, reachedAt, isExposed } = effectivePlace(read, env, orders);
  const { hostname, port: before } = new URL(current.url);
  if (port === Number(before)) return reachedAt === hostname.replace(/^\[|\]$/g, "") && isExposed === current.isExposed;
  if (!isFree(host, port)) throw portTaken(port, "restart");
  return false;
};

/** What runs now, and the options of its start that a restart keeps. Of a daemon with another protocol nothing is known. */
const stateOf = async (context: Context, bringsUpstream: boolean) => {
  const { client, paths } = context;
  try {
    const status = await statusOrNull(client);
    if (status === null) return "not running";
    const [config, { upstreams }] = await Promise.all([client.config({}), client.upstreams({})]);
    const kept = { ...keptFrom(config, paths.config), demo: status.isDemo };
    if (status.upstream === customName && !bringsUpstream && upstreams.some(({ name }) => name === customName))
      await refuseLoss(context, kept);
    return { status, kept };
  } catch (thrown) {
    if (thrown instanceof ProxyError && thrown.code === "version_mismatch") return { status: null, kept: nothingKept };
    throw thrown;
  }
};

const nothingKept = { flags: {}, configFile: null, envFile: null, demo: false } satisfies Kept & Pick<Orders, "demo">;

/** Its key was never written down, so it has to be given again; one of a file or a variable is there after a restart. */
const refuseLoss = async ({ paths, env }: Context, kept: Kept): Promise<void> => {
  const { upstreamsWithoutDaemon } = await import("../../src/offline/without-daemon.ts");
  const { upstreams } = upstreamsWithoutDaemon(paths, env, kept);
  if (!upstreams.some(({ name }) => name === customName)) throw wouldLoseUpstream();
};

const wouldLoseUpstream = (): ProxyError =>
  new ProxyError(
    "usage",
    "The upstream of --base-url and its key are not written down anywhere. Nothing was changed.",
    {
      hint: "Try: proxy-cli restart --base-url URL --type TYPE   or first: proxy-cli switch-upstream auto",
    },
  );
