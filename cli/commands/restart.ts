import type { Status } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Orders } from "../../src/orders.ts";
import type { Command, Context } from "../command.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { customName, type Kept, keptFrom } from "../daemon/kept.ts";
import { launch } from "../daemon/launch.ts";
import { ordersFrom, startOptions } from "../daemon/orders.ts";
import { isFree, portTaken } from "../daemon/port-taken.ts";
import { tellReady } from "../daemon/started.ts";
import { drainFrom, stopDaemon } from "../daemon/stopping.ts";
import { givenToken } from "../programs/given-token.ts";

export default {
  args: "",
  summary: "stop it and start it again, with the options it was started with",
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
    if (before !== "not running") {
      await checkBeforeStopping(context, orders, before.status);
      await stopDaemon(context, before.status, drainMs);
    }
    await tellReady(context, await launch({ root, paths, env, orders, isAttached: false }));
  },
} satisfies Command;

/** What is wrong in a file, an option or a variable is told while the old daemon still runs; so is a taken port. */
const checkBeforeStopping = async (
  { paths, env }: Context,
  orders: Awaited<ReturnType<typeof ordersFrom>>,
  current: Status | null,
): Promise<void> => {
  const { checkOrders, effectivePort } = await import("../../src/offline/before-start.ts");
  const { configWithoutDaemon } = await import("../../src/offline/without-daemon.ts");
  await checkOrders(paths, env, { ...orders, token: givenToken(env) });
  const read = orders.configFile === null ? paths : { ...paths, config: orders.configFile };
  const port = effectivePort(read, env, orders);
  if (port === 0 || current === null || port === Number(new URL(current.url).port)) return;
  const set = configWithoutDaemon(read, env, orders.envFile).settings.find(({ name }) => name === "server.host")?.value;
  if (!isFree(orders.flags["server.host"] ?? String(set), port)) throw portTaken(port, "restart");
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
