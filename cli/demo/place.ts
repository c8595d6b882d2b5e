import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Paths, pathsUnder } from "../../src/config/paths.ts";
import { type Client, connectTo } from "../../src/control/client.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { makePrivateFolder, writePrivate } from "../../src/lib/private-file.ts";
import { noOrders } from "../../src/lifecycle/orders.ts";
import type { Context } from "../command.ts";
import { hasEnded, knownBy } from "../daemon/alive.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { launch } from "../daemon/launch.ts";
import { downUpstream } from "./trouble.ts";

/** The demo's own corner: a home below the home, with a ledger of its own, so that its data never mixes with yours. */
export type Place = { readonly paths: Paths; readonly client: Client };

/** Where the demo lives. */
export const demoPlace = ({ paths, env }: Pick<Context, "paths" | "env">): Place => {
  const own = pathsUnder(join(paths.home, "demo"), env["XDG_RUNTIME_DIR"]);
  return { paths: own, client: connectTo(own.socket) };
};

/** Starts the demo's daemon on a free port, with upstreams of its own that are all in here. */
export const openPlace = async ({ paths }: Place, { root, env }: Context, paceMs: number): Promise<string> => {
  makePrivateFolder(paths.home);
  writePrivate(paths.servers, servers);
  for (const file of [paths.ledger, paths.memory]) forget(file);
  const { url } = await launch({
    root,
    paths,
    env: { ...withoutProxySettings(env), PROXY_CLI_HOME: paths.home, PROXY_SIMULATOR_PACE_MS: String(paceMs) },
    orders: {
      ...noOrders,
      demo: true,
      flags: { "server.host": "127.0.0.1", "server.port": "0", upstream: firstUpstream, "log.level": "info" },
    },
    isAttached: false,
  });
  return url;
};

/** What an earlier play came to would only puzzle who sees this one: it was broken off somewhere. */
const forget = (database: string): void => {
  for (const file of [database, `${database}-wal`, `${database}-shm`]) rmSync(file, { force: true });
};

/** The upstream that the demo begins with. */
export const firstUpstream = "demo-a";

/** Nobody listens at port 9 of this machine: it is the one of old that throws everything away. */
const servers = `# Written by proxy-cli demo: the built-in vendor under two names, to switch between, and one that is down.
${firstUpstream}:
  endpoint: "simulator:"
  type: simulator
demo-b:
  endpoint: "simulator:"
  type: simulator
${downUpstream}:
  endpoint: http://127.0.0.1:9
  type: simulator
`;

/** Settings of the real proxy have no say in the demo. */
const withoutProxySettings = (env: Context["env"]): Context["env"] =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("PROXY_") && name !== "LOG_LEVEL"));

/** Ends the demo's daemon and waits until it is gone; false when none ran. */
export const closePlace = async ({ paths, client }: Place): Promise<boolean> => {
  if (!existsSync(paths.socket)) return false;
  const status = await statusOrNull(client);
  if (status === null) return false;
  const daemon = knownBy(status.pid);
  await client.stop({ drainMs: 0 }).catch(() => null); // one that is just ending may not finish its answer
  if (await hasEnded(daemon, patienceMs)) return true;
  throw new ProxyError("internal", `The demo's daemon (pid ${status.pid}) did not end.`, {
    hint: `Look into ${paths.log}`,
  });
};

const patienceMs = 20_000;
